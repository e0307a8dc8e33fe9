/// Any text in a URL (RFC 3986), and the queries and forms made of it
/// (`application/x-www-form-urlencoded`, WHATWG URL).
public enum PercentEncoding {
  /// The text with everything but letters, digits and `-._~` as `%41`; for one segment of a path, a
  /// query's name or value, and forms.
  /// - Parameter keepingSlashes: leaves `/` as it is, for a whole path.
  public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
    func isKept(_ byte: UInt8) -> Bool {
      isUnreserved(byte) || keepingSlashes && byte == UInt8(ascii: "/")
    }
    guard !text.utf8.allSatisfy(isKept) else { return text }
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isKept(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Takes `%41` apart; what is no such pair of digits stays as it is.
  /// - Parameter plusIsSpace: as in queries and forms, but not in paths.
  public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
    let percent = UInt8(ascii: "%")
    let isPlain = text.utf8.allSatisfy {
      $0 != percent && !(plusIsSpace && $0 == UInt8(ascii: "+"))
    }
    guard !isPlain else { return String(text) }
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == percent, rest.count >= 2,
        let high = value(rest[rest.startIndex]), let low = value(rest[rest.startIndex + 1])
      {
        rest.removeFirst(2)
        result.append(high << 4 | low)
      } else {
        result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The fields of a query or a form in their order, repeats included.
  public static func fields(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { decode($0, plusIsSpace: true) }
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
