import JSON

/// A token in the compact form (RFC 7515), taken apart and not believed yet.
struct SignedToken {
  private static let largest = 16 << 10

  /// The name of the key that it was signed with, as it says.
  let keyID: String?
  private let algorithm: String
  private let signed: [UInt8]
  private let signature: [UInt8]
  private let payload: [UInt8]

  init(_ text: String) throws(WebhookRefusal) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.largest, parts.count == 3,
      let header = Base64.decodeURL(parts[0]), let payload = Base64.decodeURL(parts[1]),
      let signature = Base64.decodeURL(parts[2]),
      let fields = (try? JSONValue(parsing: header))?.object,
      let algorithm = fields["alg"]?.string
    else { throw .untrusted("the token is none") }
    // RFC 7515, 4.1.11: what is not understood must not be passed over.
    guard fields["crit"] == nil else { throw .untrusted("the token needs what nobody here knows") }
    (keyID, self.algorithm) = (fields["kid"]?.string, algorithm)
    (self.payload, self.signature) = (payload, signature)
    signed = Array("\(parts[0]).\(parts[1])".utf8)
  }

  /// What it claims, if the key signed it.
  func claims(by key: VerificationKey) throws(WebhookRefusal) -> JSONObject {
    guard algorithm == key.algorithm else {
      throw .untrusted(
        "the token says \(Self.shown(algorithm)), and its key is for \(key.algorithm)")
    }
    guard key.isValid(signature, for: signed) else { throw .untrusted("the signature is wrong") }
    guard let claims = (try? JSONValue(parsing: payload))?.object else {
      throw .untrusted("the token claims nothing")
    }
    return claims
  }

  /// The sender wrote it: not all of it goes into a log.
  private static func shown(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(12).filter {
        $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0
      })
  }
}
