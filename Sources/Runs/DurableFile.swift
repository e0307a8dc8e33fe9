import CPosix
import Diagnostics
import Files
import FoundationEssentials

/// Files and folders that only their owner may read, and that are whole after a crash.
enum DurableFile {
  /// Makes a folder with all that are above it; one that is there is left as it is.
  static func makeFolder(_ path: String) throws(Problem) {
    let parts = path.split(separator: "/")
    var place = path.hasPrefix("/") ? "" : "."
    for part in parts {
      place += "/\(part)"
      let error = ghlua_make_folder(place)
      // Above the folder there may be some that nobody may write to, and need not.
      let isThere = FileManager.default.fileExists(atPath: place)
      guard error == 0 || isThere else { throw problem("the folder '\(path)'", error) }
    }
  }

  /// Replaces a file: whoever reads it sees the old text or the new one, also after a crash.
  static func write(_ text: String, to path: String) throws(Problem) {
    let draft = "\(path).\(UInt32.random(in: 0 ... .max))"
    try create(draft, text)
    var error = ghlua_rename(draft, path)
    if error == 0 { error = ghlua_sync_folder(folder(of: path)) }
    guard error == 0 else {
      try? FileManager.default.removeItem(atPath: draft)
      throw problem("'\(path)'", error)
    }
  }

  /// Makes a file that must not be there yet. Its name is safe only once its folder is synced.
  static func create(_ path: String, _ text: String) throws(Problem) {
    let descriptor = ghlua_open_append(path, 1)
    guard descriptor >= 0 else { throw problem("'\(path)'", -descriptor) }
    var error = ghlua_write(descriptor, text, text.utf8.count)
    if error == 0 { error = ghlua_sync(descriptor) }
    ghlua_close(descriptor)
    guard error == 0 else {
      try? FileManager.default.removeItem(atPath: path)
      throw problem("'\(path)'", error)
    }
  }

  /// Makes the names in a folder safe.
  static func sync(folder path: String) throws(Problem) {
    let error = ghlua_sync_folder(path)
    guard error == 0 else { throw problem("the folder '\(path)'", error) }
  }

  /// The text of a file; nil when there is none, or none that is text.
  static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What a file that cannot be written comes to.
  static func problem(_ what: String, _ error: Int32) -> Problem {
    Problem(
      .error, "cannot write \(what): \(FileTrouble.words(error))",
      hint: "make room, or name another folder with --runs-dir")
  }
}
