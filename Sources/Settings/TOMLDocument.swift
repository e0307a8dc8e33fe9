import Diagnostics
import TOMLKit

/// A value of a settings file.
enum TOMLNode {
  case text(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case list([TOMLNode])
  case table([String: TOMLNode])
  /// A date or a time, which no setting is.
  case other

  /// As people call it.
  var kind: String {
    switch self {
    case .text: "a text"
    case .integer, .number: "a number"
    case .bool: "a yes or no"
    case .list: "a list"
    case .table: "a table"
    case .other: "a date"
    }
  }
}

/// A settings file, read but not understood yet.
struct TOMLDocument {
  let path: String
  let root: [String: TOMLNode]
  private let lines: KeyLines

  init(_ text: String, path: String) throws(Problem) {
    self.path = path
    lines = KeyLines(text)
    do {
      let table = try TOMLTable(string: text)
      // Subtables borrow from the whole, so it must outlive the copying.
      root = withExtendedLifetime(table) { Self.members(table) }
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      throw Problem(
        .inputInvalid, "the settings are not TOML",
        hint: "look at the line; texts stand in quotes, tables in [brackets]",
        at: Place(path, line: begin.line, column: begin.column))
    } catch {
      throw Problem(.inputInvalid, "the settings are not TOML", at: Place(path))
    }
  }

  /// Where a key stands, by the names from the root on.
  func place(_ keys: [String]) -> Place { Place(path, line: lines.line(of: keys)) }

  private static func members(_ table: TOMLTable) -> [String: TOMLNode] {
    var result: [String: TOMLNode] = [:]
    for key in table.keys { result[key] = table[key].map { node($0.tomlValue) } ?? .other }
    return result
  }

  private static func node(_ value: TOMLValue) -> TOMLNode {
    switch value.type {
    case .string: value.string.map(TOMLNode.text) ?? .other
    case .int: value.int.map(TOMLNode.integer) ?? .other
    case .double: value.double.map(TOMLNode.number) ?? .other
    case .bool: value.bool.map(TOMLNode.bool) ?? .other
    case .table: value.table.map { .table(members($0)) } ?? .other
    case .array: value.array.map { .list($0.map { node($0.tomlValue) }) } ?? .other
    case .date, .time, .dateTime: .other
    }
  }
}
