import Diagnostics
import Files
import FoundationEssentials
import Settings

/// The user's own settings file, as far as a login writes to it: it adds profiles at the end and
/// changes nothing that stands there.
struct ProfileBook {
  private let folders: UserFolders
  private let folder: String
  private let file: String

  init(_ environment: [String: String]) throws(Problem) {
    folders = UserFolders(environment)
    guard let config = folders.config else {
      throw Problem(
        .error, "there is no place to keep the token in", hint: "set HOME or XDG_CONFIG_HOME")
    }
    (folder, file) = (config, "\(config)/config.toml")
  }

  /// What the files of settings say of the profile; nil when none has it.
  func settings(of name: String) throws(Problem) -> Settings? {
    do throws(Problem) {
      return try Settings.load(
        Settings.Flags(profile: name),
        environment: ["HOME": folders.home ?? ""].merging(configOnly) { $1 })
    } catch {
      guard error.code == .usage else { throw error }
      return nil
    }
  }

  /// The names of all profiles in the user's file and the folder's.
  static func names(in world: World) -> [String] {
    let files = [UserFolders(world.environment).configFile, "ghlua.toml"].compactMap(\.self)
    let text = files.compactMap { try? PrivateFile.read($0) }.joined(separator: "\n")
    let names = text.split(separator: "\n").compactMap { line in
      line.wholeMatch(of: /\s*\[profiles\.([A-Za-z0-9_-]+)\]\s*(#.*)?/).map { String($0.1) }
    }
    return Set(names).sorted()
  }

  func has(_ name: String) throws(Problem) -> Bool { try settings(of: name) != nil }

  private var configOnly: [String: String] {
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return ["XDG_CONFIG_HOME": parts.joined(separator: "/")]
  }

  /// Puts a token into a file of its own, mode 0600; the file's path.
  func keep(_ token: String, of name: String) throws(Problem) -> String {
    try PrivateFile.makeFolder("\(folder)/tokens")
    let path = "\(folder)/tokens/\(name)"
    try PrivateFile.replace(path, with: token + "\n")
    return path
  }

  /// Adds a profile, unless one of that name is there; the first one becomes the usual one.
  func add(_ name: String, _ lines: [String]) throws(Problem) {
    if try has(name) { return }
    try PrivateFile.makeFolder(folder)
    let old = try PrivateFile.read(file) ?? ""
    let head = old.isEmpty ? "profile = \"\(name)\"\n" : old.hasSuffix("\n") ? old : old + "\n"
    let text = "\(head)\n[profiles.\(name)]\n\(lines.joined(separator: "\n"))\n"
    try PrivateFile.replace(file, with: text)
  }
}
