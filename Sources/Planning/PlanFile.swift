public import Diagnostics
import Files
import FoundationEssentials
import JSON

/// Plans in files.
public enum PlanFile {
  /// The largest file read, in bytes; a plan takes about 1 KiB for each operation.
  public static let largest = 256 << 20

  /// Writes a plan: wholly or not at all, and never readable by anyone but its owner.
  public static func write(_ plan: Plan, to path: String) throws(Problem) {
    // A device or pipe in the place of a file would be replaced by one.
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let facts = try? FileManager.default.attributesOfItem(atPath: target)
    if let type = facts?[.type] as? FileAttributeType, type != .typeRegular {
      throw Problem(
        .usage, "the plan cannot be written to \(path): it is no ordinary file",
        hint: "name a file; 'ghlua show FILE' shows a plan")
    }
    try PrivateFile.replace(path, with: plan.json.text(pretty: true) + "\n")
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
