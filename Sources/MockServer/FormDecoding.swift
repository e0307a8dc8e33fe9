import JSON

/// Reads queries and forms (`application/x-www-form-urlencoded`, WHATWG URL).
enum FormDecoding {
  /// The fields as strings, in their order; a name that comes more than once becomes a list, as the
  /// service's framework has it.
  static func fields(_ text: some StringProtocol) -> JSONObject {
    var result = JSONObject()
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = decoded(parts[0], plusIsSpace: true)
      let value = JSONValue.string(parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : "")
      switch result[name] {
      case nil: result[name] = value
      case .array(let values): result[name] = .array(values + [value])
      case let first?: result[name] = [first, value]
      }
    }
    return result
  }

  /// Takes `%41` apart; what is no such pair of digits stays as it is.
  static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "%")) || plusIsSpace else { return String(text) }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        let isSpace = plusIsSpace && bytes[index] == UInt8(ascii: "+")
        result.append(isSpace ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The text as it stands in a query: all but letters, digits and `-._~` as `%41`.
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte -> String in
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
      if isPlain || "-._~".unicodeScalars.contains(scalar) { return String(Character(scalar)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }.joined()
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}
