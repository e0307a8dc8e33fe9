import Crypto
public import Diagnostics
import HighLevel
import JSON

/// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
public struct StandardReader: WebhookReader {
  /// What signatures are checked with.
  public enum Key: Sendable {
    case secret(StandardWebhook.Secret)
    case published(PublishedKey)
  }

  /// An Ed25519 public key, `whpk_` and base64.
  public struct PublishedKey: Sendable {
    let key: Curve25519.Signing.PublicKey

    public init(_ text: String) throws(Problem) {
      let trimmed = text.split(whereSeparator: \.isWhitespace).joined()
      guard trimmed.hasPrefix("whpk_"), let bytes = Base64.decode(trimmed.dropFirst(5)),
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
      else {
        throw Problem(
          .inputInvalid, "this is no public key of Standard Webhooks",
          hint: "it is whpk_ and base64 of 32 bytes")
      }
      self.key = key
    }
  }

  private let key: Key

  public init(key: Key) { self.key = key }

  public func read(_ delivery: Delivery) throws(WebhookRefusal) -> WebhookEvent {
    guard let id = try delivery.header("webhook-id"), (1...200).contains(id.utf8.count),
      let moment = try delivery.header("webhook-timestamp"),
      let signatures = try delivery.header("webhook-signature")
    else { throw .untrusted("a header of the signature is missing") }
    guard moment.utf8.count <= 12, moment.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let seconds = Int64(moment)
    else { throw .untrusted("webhook-timestamp is no moment") }
    let age = delivery.received.milliseconds / 1000 - seconds
    guard abs(age) <= StandardWebhook.tolerance.components.seconds else {
      throw .untrusted("the event is more than 5 minutes old or ahead")
    }
    guard isSigned(signatures, id: id, timestamp: seconds, body: delivery.body) else {
      throw .untrusted("no signature fits")
    }
    let body = try delivery.object()
    guard let type = body["type"]?.string, !type.isEmpty else {
      throw .malformed("the body has no type")
    }
    return WebhookEvent(id: id, type: "Standard:\(type)", payload: .object(body))
  }

  /// Several signatures, with spaces between them, are allowed while keys change.
  private func isSigned(_ text: String, id: String, timestamp: Int64, body: [UInt8]) -> Bool {
    text.split(separator: " ").prefix(16).contains { part in
      let pair = part.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, let bytes = Base64.decode(pair[1]) else { return false }
      switch (key, pair[0]) {
      case (.secret(let secret), "v1"):
        return secret.isValid(bytes, id: id, timestamp: timestamp, body: body)
      case (.published(let published), "v1a"):
        let signed = StandardWebhook.signed(id: id, timestamp: timestamp, body: body)
        return published.key.isValidSignature(bytes, for: signed)
      default: return false
      }
    }
  }
}
