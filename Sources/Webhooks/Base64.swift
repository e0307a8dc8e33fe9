import FoundationEssentials

/// Base64 as signatures have it: strictly, and as JOSE writes it.
enum Base64 {
  /// Nil for anything but padded base64 without white space.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    return Array(data)
  }

  /// RFC 7515: no padding, `-` and `_`. Nil for anything else.
  static func decodeURL(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.allSatisfy({ isPlain($0) || $0 == 0x2D || $0 == 0x5F }) else { return nil }
    let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return decode(String(standard) + padding)
  }

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
