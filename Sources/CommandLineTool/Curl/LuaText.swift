import JSON

/// Data as Lua source.
enum LuaText {
  /// A text between double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 32 || scalar.value == 127:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A value on one line: `{ "a", "b" }`, `{ contactsEnabled = true }`.
  static func value(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer, .number: value.text()
    case .string(let text): quoted(text)
    case .array(let elements): list(elements.map(Self.value))
    case .object(let object): list(object.map { "\(key($0.key)) = \(Self.value($0.value))" })
    }
  }

  /// A table, over several lines where one would be too long.
  /// - Parameter taken: Columns that stand before it on its line.
  static func table(_ value: JSONValue, indent: String, taken: Int) -> String {
    let line = Self.value(value)
    guard line.count > 96 - taken, let object = value.object else { return line }
    let inner = object.map { "\(indent)  \(key($0.key)) = \(Self.value($0.value)),\n" }
    return "{\n\(inner.joined())\(indent)}"
  }

  static func key(_ name: String) -> String {
    let isName = name.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
      default: false
      }
    }
    return isName && !name.isEmpty && !keywords.contains(name) ? name : "[\(quoted(name))]"
  }

  static let keywords: Set = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  private static func list(_ parts: [String]) -> String {
    parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
  }
}
