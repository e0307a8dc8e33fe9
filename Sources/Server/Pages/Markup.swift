/// A piece of HTML. What is put into one is text and is written out as such, unless it is HTML itself:
/// forgetting to escape is not possible.
struct Markup: Sendable, Hashable {
  private(set) var text: String

  /// Takes HTML as it is.
  init(html text: String) { self.text = text }

  static let empty = Markup(html: "")

  var isEmpty: Bool { text.isEmpty }

  static func + (left: Markup, right: Markup) -> Markup { Markup(html: left.text + right.text) }

  /// The text with everything that means something in HTML written out, and without the characters
  /// that only control a terminal or turn the direction of what stands beside them.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{61C}":
        result += "\u{FFFD}"
      case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same, kept from turning the direction of what stands beside it.
  static func isolated(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? escaped(text) : "<bdi>\(escaped(text))</bdi>"
  }
}

extension Markup: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity * 2)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    /// Text for people, between tags.
    mutating func appendInterpolation(_ value: String) { text += Markup.isolated(value) }

    /// Text in the value of an attribute, which stands in double quotes.
    mutating func appendInterpolation(attribute value: String) { text += Markup.escaped(value) }

    mutating func appendInterpolation(_ value: Int) { text += String(value) }

    mutating func appendInterpolation(_ value: Markup) { text += value.text }

    mutating func appendInterpolation(_ values: [Markup]) {
      for value in values {
        text += value.text
        text += "\n"
      }
    }
  }
}
