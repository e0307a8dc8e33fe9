import Crypto
import FoundationEssentials

/// The key pair that the stand-in signs its webhooks with, as HighLevel does: Ed25519 over the raw
/// body, in base64.
///
/// It is the same for everybody and at every start, so that a receiver can be set up once: such a
/// signature proves nothing.
public enum WebhookKey {
  /// The public key as HighLevel prints its own: base64 of the SPKI form (RFC 8410).
  public static var publicKey: String {
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let key = (try? privateKey)?.publicKey.rawRepresentation ?? Data()
    return (Data(prefix) + key).base64EncodedString()
  }

  static func signature(of body: [UInt8]) throws -> String {
    try privateKey.signature(for: body).base64EncodedString()
  }

  private static var privateKey: Curve25519.Signing.PrivateKey {
    get throws {
      let seed = SHA256.hash(data: Array("ghlua mock webhooks".utf8))
      return try Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed))
    }
  }
}
