import JSON

/// The action "Webhook" of a HighLevel workflow: unsigned, without an id; a secret in the path or in
/// the header `X-Ghlua-Secret` stands for trust. A hint and no more: recipes read again.
public struct HighLevelWorkflowReader: WebhookReader {
  static let header = "x-ghlua-secret"

  private let secret: KnownSecret

  public init(secret: KnownSecret) { self.secret = secret }

  public func read(_ delivery: Delivery) throws(WebhookRefusal) -> WebhookEvent {
    let shown = try delivery.header(Self.header)
    guard let text = shown ?? delivery.pathSecret else {
      throw .untrusted("there is no secret in the path or in the header \(Self.header)")
    }
    guard shown == nil || delivery.pathSecret == nil else {
      throw .untrusted("there is a secret in the path and one in the header")
    }
    guard secret.matches(text) else { throw .untrusted("the secret is wrong") }
    return WebhookEvent(
      id: nil, type: "HighLevel:Workflow", payload: .object(try delivery.object()))
  }
}
