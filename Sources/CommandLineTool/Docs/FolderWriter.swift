import Diagnostics
import FoundationEssentials

/// Writes many small files below a folder.
enum FolderWriter {
  /// Writes what differs from what is there; files that nobody asked for stay.
  ///
  /// - Returns: The paths that were written anew.
  static func write(
    _ files: [(path: String, text: String)], to folder: String
  ) throws(Problem) -> [String] {
    var written: [String] = []
    for (path, text) in files {
      let url = URL(filePath: "\(folder)/\(path)")
      let data = Data(text.utf8)
      if let there = try? Data(contentsOf: url), there == data { continue }
      do {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url, options: .atomic)
      } catch {
        throw Problem(
          .error, "cannot write \(folder)/\(path)",
          hint: "check that this folder may be written to")
      }
      written.append(path)
    }
    return written
  }
}
