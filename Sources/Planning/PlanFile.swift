public import Diagnostics
import FoundationEssentials
import JSON

/// Plans in files.
public enum PlanFile {
  /// The largest file read, in bytes; a plan takes about 1 KiB for each operation.
  public static let largest = 256 << 20

  /// Writes a plan: wholly or not at all, and never readable by anyone but its owner.
  public static func write(_ plan: Plan, to path: String) throws(Problem) {
    let files = FileManager.default
    let url = URL(filePath: path)
    // Foundation's own atomic write has a moment in which everyone may read; so the file is made
    // private while it is empty, filled, and only then given its name.
    let draft = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(UInt32.random(in: 0 ... .max))")
    do {
      let ownerOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
      guard files.createFile(atPath: draft.path, contents: nil, attributes: ownerOnly) else {
        throw CocoaError(.fileWriteUnknown)
      }
      try Data((plan.json.text(pretty: true) + "\n").utf8).write(to: draft)
      if files.fileExists(atPath: path) { try files.removeItem(at: url) }
      try files.moveItem(at: draft, to: url)
    } catch {
      try? files.removeItem(at: draft)
      throw Problem(
        .error, "the plan cannot be written to \(path)",
        hint: "check that the folder exists and may be written to")
    }
  }

  /// Reads a plan; whether it has expired is the apply's question.
  ///
  /// - Parameter largest: The largest file read, in bytes.
  public static func read(_ path: String, largest: Int = largest) throws(Problem) -> Plan {
    let place = Place(path)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let told = attributes?[.size]
    let size = told as? Int ?? (told as? UInt64).map { Int(clamping: $0) } ?? 0
    let tooLarge = Problem(
      .inputInvalid, "this is no plan: it is larger than \(largest) bytes", at: place)
    if size > largest { throw tooLarge }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problem(
        .inputInvalid, "there is no plan to read at \(path)",
        hint: "plans are written by 'ghlua plan RECIPE -o FILE'")
    }
    if data.count > largest { throw tooLarge }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Problem(.inputInvalid, "this is no plan: it is not UTF-8 text", at: place)
    }
    let json: JSONValue
    do throws(JSONSyntaxError) {
      json = try JSONValue(parsing: text)
    } catch {
      throw Problem(
        .inputInvalid, "this is no plan: \(error.message)",
        at: Place(path, line: error.line, column: error.column))
    }
    return try Plan(json: json, at: place)
  }
}
