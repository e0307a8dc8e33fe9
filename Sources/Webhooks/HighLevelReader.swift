import Crypto
import CryptoExtras
public import Diagnostics
import HighLevel
import JSON

/// HighLevel's own webhooks: Ed25519 over the raw body.
///
/// Source: HighLevel's webhook integration guide; the key is the one printed there.
public struct HighLevelReader: WebhookReader {
  public static let publishedKey = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg="
  /// The same payload comes again up to 70 minutes later, when it was answered 429; how long before
  /// that it was made nobody says.
  public static let window: Duration = .seconds(7200)
  /// How far ahead the sender's clock may be.
  private static let skew: Duration = .seconds(300)

  private let key: Curve25519.Signing.PublicKey
  private let retiredKey: _RSA.Signing.PublicKey?
  private let company: String?

  /// - Parameters:
  ///   - key: The public key as HighLevel prints it.
  ///   - company: Only events of this company are taken, where they name one: HighLevel signs those of
  ///     all apps with one key, and anybody may have one sent here. Nil takes all.
  ///   - retiredKey: A PEM block, to also take the retired `x-wh-signature`; nil to refuse it.
  public init(
    key: String = publishedKey, company: String? = nil, retiredKey: String? = nil
  ) throws(Problem) {
    self.company = company
    self.key = try PublicKeys.ed25519(key)
    self.retiredKey = try retiredKey.map { text throws(Problem) in try PublicKeys.rsa(text) }
  }

  public func read(_ delivery: Delivery) throws(WebhookRefusal) -> WebhookEvent {
    try checkSignature(delivery)
    let body = try delivery.object()
    guard let type = body["type"]?.string, !type.isEmpty else {
      throw .malformed("the body has no type")
    }
    guard let id = body["webhookId"]?.string, !id.isEmpty else {
      throw .untrusted("the body has no webhookId, without which a replay cannot be told")
    }
    guard let moment = body["timestamp"]?.string.flatMap(Timestamp.init) else {
      throw .untrusted("the body has no timestamp, without which a replay cannot be told")
    }
    guard moment.advanced(by: Self.window) >= delivery.received else {
      throw .untrusted("the event is too old")
    }
    guard moment <= delivery.received.advanced(by: Self.skew) else {
      throw .untrusted("the event is from the future")
    }
    if let company, let named = body["companyId"]?.string, named != company {
      throw .untrusted("the event is of another company")
    }
    let deleted =
      type == "UserDelete"
      ? DeletedPerson(id: body["id"]?.string, email: body["email"]?.string) : nil
    return WebhookEvent(
      id: id, type: "HighLevel:\(type)", payload: .object(body), deleted: deleted)
  }

  private func checkSignature(_ delivery: Delivery) throws(WebhookRefusal) {
    if let text = try signature("x-ghl-signature", delivery) {
      guard let bytes = Base64.decode(text), key.isValidSignature(bytes, for: delivery.body) else {
        throw .untrusted("the signature is wrong")
      }
      return
    }
    guard let retiredKey, let text = try signature("x-wh-signature", delivery) else {
      throw .untrusted("there is no signature")
    }
    guard let bytes = Base64.decode(text),
      retiredKey.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: bytes), for: SHA256.hash(data: delivery.body),
        padding: .insecurePKCS1v1_5)
    else { throw .untrusted("the signature is wrong") }
  }

  /// HighLevel writes `N/A` where it has none.
  private func signature(
    _ name: String, _ delivery: Delivery
  ) throws(WebhookRefusal) -> String? {
    guard let text = try delivery.header(name), !text.isEmpty, text.uppercased() != "N/A" else {
      return nil
    }
    return text
  }
}
