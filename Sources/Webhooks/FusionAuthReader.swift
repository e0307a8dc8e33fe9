import Crypto
import HighLevel
import JSON

/// FusionAuth's webhooks, signed as it does since 1.48: a token that claims the body's hash.
///
/// Source: FusionAuth's documentation, "Signing Webhooks".
public struct FusionAuthReader: WebhookReader {
  static let header = "x-fusionauth-signature-jwt"

  private let keys: KeySource
  private let tenant: String?

  /// - Parameter tenant: Only events of this tenant are taken; nil takes all.
  public init(keys: KeySource, tenant: String?) { (self.keys, self.tenant) = (keys, tenant) }

  public func read(_ delivery: Delivery) async throws(WebhookRefusal) -> WebhookEvent {
    try await checkSignature(delivery)
    let body = try delivery.object()
    guard let event = body["event"]?.object, let type = event["type"]?.string, !type.isEmpty else {
      throw .malformed("the body has no event with a type")
    }
    guard let id = event["id"]?.string, !id.isEmpty else {
      throw .malformed("the event has no id")
    }
    if let tenant, event["tenantId"]?.string != tenant {
      throw .untrusted("the event is of another tenant")
    }
    let email = event["user"]?["email"]?.string
    let deleted = type.hasPrefix("user.delete") ? DeletedPerson(email: email) : nil
    return WebhookEvent(
      id: id, type: "FusionAuth:\(type)", payload: .object(body), deleted: deleted)
  }

  private func checkSignature(_ delivery: Delivery) async throws(WebhookRefusal) {
    guard let text = try delivery.header(Self.header), !text.isEmpty else {
      throw .untrusted("there is no signature")
    }
    let token = try SignedToken(text)
    let key = try await keys.key(token.keyID, at: delivery.received)
    let claims = try token.claims(by: key)
    let seconds = delivery.received.milliseconds / 1000
    if let end = claims["exp"]?.integer, end + 300 < seconds {
      throw .untrusted("the token has expired")
    }
    if let start = claims["nbf"]?.integer, start - 300 > seconds {
      throw .untrusted("the token does not hold yet")
    }
    let hash = Base64.encode(SHA256.hash(data: delivery.body))
    guard let claimed = claims["request_body_sha256"]?.string,
      KnownSecret(hash).matches(claimed)
    else { throw .untrusted("the token is about another body") }
  }
}
