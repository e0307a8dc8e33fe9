public import JSON

/// Values as Lua writes them, over several lines where one is too long.
public enum LuaText {
  private static let width = 72

  /// The value as an expression, members of objects in the order of their names.
  public static func of(_ value: JSONValue, indent: Int = 0) -> String {
    let flat = flat(value)
    guard flat.count + indent > width else { return flat }
    let inner = String(repeating: " ", count: indent + 2)
    let end = String(repeating: " ", count: indent) + "}"
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { "\(inner)\(of($0, indent: indent + 2)),\n" }
      return "{\n\(lines.joined())\(end)"
    case .object(let object) where !object.isEmpty:
      let lines = object.sorted.members.map { member in
        "\(inner)\(key(member.key)) = \(of(member.value, indent: indent + 2)),\n"
      }
      return "{\n\(lines.joined())\(end)"
    default: return flat
    }
  }

  /// The same on one line.
  private static func flat(_ value: JSONValue) -> String { line(value) { $0.sorted } }

  /// The value on one line, members in their own order: `{ "a", "b" }`, `{ contactsEnabled = true }`.
  public static func value(_ value: JSONValue) -> String { line(value) { $0 } }

  private static func line(_ value: JSONValue, _ order: (JSONObject) -> JSONObject) -> String {
    switch value {
    case .null: "null"
    case .string(let text): quoted(text)
    case .array(let elements): list(elements.map { line($0, order) })
    case .object(let object):
      list(order(object).members.map { "\(key($0.key)) = \(line($0.value, order))" })
    default: value.text()
    }
  }

  private static func list(_ parts: [String]) -> String {
    parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
  }

  /// A table, members in their own order, over several lines where one would be too long.
  /// - Parameter taken: Columns that stand before it on its line.
  public static func table(_ value: JSONValue, indent: String, taken: Int) -> String {
    let line = Self.value(value)
    guard line.count > 96 - taken, let object = value.object else { return line }
    let inner = object.map { "\(indent)  \(key($0.key)) = \(Self.value($0.value)),\n" }
    return "{\n\(inner.joined())\(indent)}"
  }

  /// A text in quotes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The words that cannot be names.
  public static let keywords: Set = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  private static func key(_ name: String) -> String {
    let isName =
      name.utf8.first.map { !(48...57).contains($0) } ?? false
      && !keywords.contains(name)
      && name.utf8.allSatisfy {
        $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
      }
    return isName ? name : "[\(quoted(name))]"
  }
}
