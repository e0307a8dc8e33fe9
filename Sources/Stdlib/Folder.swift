import FoundationEssentials

/// The library in a folder, for those who write it.
extension Stdlib {
  /// The folder that `GHLUA_STDLIB` names; nil when it is unset or empty. Looked at once: every
  /// look at the environment copies all of it.
  public static let chosenFolder: String? = {
    let folder = ProcessInfo.processInfo.environment["GHLUA_STDLIB"] ?? ""
    return folder.isEmpty ? nil : folder
  }()

  static func text(of path: String, in folder: String) -> String? {
    try? String(contentsOf: URL(filePath: "\(folder)/\(path)"), encoding: .utf8)
  }

  /// The paths of all files in the folder and below.
  static func paths(in folder: String) -> [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
  }
}
