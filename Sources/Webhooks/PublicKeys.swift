import Crypto
import CryptoExtras
import Diagnostics

/// Reads public keys as people copy them from documentation.
enum PublicKeys {
  /// What stands before the 32 bytes of an Ed25519 key in its SPKI form (RFC 8410).
  private static let ed25519Prefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  /// An Ed25519 key: base64 of the SPKI form, or a PEM block of it.
  static func ed25519(_ text: String) throws(Problem) -> Curve25519.Signing.PublicKey {
    let bytes = Base64.decode(base64(of: text)) ?? []
    guard bytes.starts(with: ed25519Prefix), bytes.count == ed25519Prefix.count + 32,
      let key = try? Curve25519.Signing.PublicKey(
        rawRepresentation: bytes.dropFirst(ed25519Prefix.count))
    else {
      throw Problem(
        .inputInvalid, "this is no Ed25519 public key",
        hint: "it is base64 that begins with MCowBQYDK2VwAyEA, or a PEM block of that")
    }
    return key
  }

  /// An RSA key of at least 2,048 bits: a PEM block or the base64 in it.
  static func rsa(_ text: String) throws(Problem) -> _RSA.Signing.PublicKey {
    let bytes = Base64.decode(base64(of: text)) ?? []
    guard let key = try? _RSA.Signing.PublicKey(derRepresentation: bytes) else {
      throw Problem(
        .inputInvalid, "this is no RSA public key of at least 2,048 bits",
        hint: "it is a PEM block that begins with -----BEGIN PUBLIC KEY-----")
    }
    return key
  }

  private static func base64(of text: String) -> String {
    text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
      .map { $0.filter { !$0.isWhitespace } }.joined()
  }
}
