public import Diagnostics
import FoundationEssentials

/// The system's time zones, in files.
public struct ZoneDatabase: Sendable {
  private let folder: String

  /// The usual folder of Linux, or the one given.
  public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

  /// Whether there are any zones.
  public var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

  /// A zone by its name. UTC is known everywhere. Throws with code `input-invalid` for a name that
  /// the database does not have, and `unavailable` when there is no database.
  public func zone(_ name: String) throws(Problem) -> Zone {
    if ["UTC", "Etc/UTC", "Z"].contains(name) { return .utc }
    guard isThere else {
      throw Problem(
        .unavailable, "there is no zone database, so '\(name)' is not known",
        hint: "install Debian's package tzdata, or use UTC")
    }
    guard Self.isName(name), let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
      let zone = ZoneFile.zone(name, [UInt8](data))
    else {
      throw Problem(
        .inputInvalid, "there is no time zone '\(name)'",
        hint: Suggestion.hint(for: name, in: names()) ?? "names look like Europe/Berlin, or UTC")
    }
    return zone
  }

  /// The same, with UTC in the place of any zone when there is no database at all.
  public func zoneOrUTC(_ name: String) throws(Problem) -> Zone {
    isThere ? try zone(name) : .utc
  }

  /// All names, for suggestions.
  public func names() -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.filter { path in
      path.first?.isUppercase == true && !path.contains(".") && path.split(separator: "/").count < 4
    }
  }

  /// Letters, digits and `_+-`, in parts; so nothing outside of the folder.
  private static func isName(_ name: String) -> Bool {
    name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}/) != nil
  }
}
