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
  private static func flat(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .string(let text): quoted(text)
    case .array(let elements):
      elements.isEmpty ? "{}" : "{ \(elements.map(flat).joined(separator: ", ")) }"
    case .object(let object):
      object.isEmpty
        ? "{}"
        : "{ \(object.sorted.members.map { "\(key($0.key)) = \(flat($0.value))" }.joined(separator: ", ")) }"
    default: value.text()
    }
  }

  /// A text in quotes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static let words: Set = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  private static func key(_ name: String) -> String {
    let isName =
      name.utf8.first.map { !(48...57).contains($0) } ?? false
      && !words.contains(name)
      && name.utf8.allSatisfy {
        $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
      }
    return isName ? name : "[\(quoted(name))]"
  }
}
