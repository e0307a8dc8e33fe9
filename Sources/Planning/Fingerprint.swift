import Crypto
public import JSON

/// SHA-256 over canonical JSON: how plans, records and answers are compared.
public enum Fingerprint {
  /// `sha256:` and 64 hexadecimal digits, for the canonical text of a value.
  public static func of(_ value: JSONValue) -> String {
    "sha256:" + hexadecimal(digest(of: value))
  }

  /// `sha256:` and 64 hexadecimal digits, for the UTF-8 bytes of a text.
  public static func of(text: String) -> String {
    "sha256:" + hexadecimal(SHA256.hash(data: Array(text.utf8)))
  }

  /// The 32 bytes alone, for keeping many of them.
  static func digest(of value: JSONValue) -> [UInt8] {
    Array(SHA256.hash(data: value.canonicalBytes()))
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
