public import JSON

/// What a delivery says, once it is believed to come from where it should.
public struct WebhookEvent: Sendable, Hashable {
  /// Unlike that of any other event of the same hook; nil where the sender gives none.
  public var id: String?
  /// As recipes name it in `on`: `FusionAuth:user.delete.complete`.
  public var type: String
  /// What the recipe sees as `ctx.event`; no secret in it.
  public var payload: JSONValue
  /// Whom it says was deleted; nil for any other event.
  public var deleted: DeletedPerson?

  public init(
    id: String?, type: String, payload: JSONValue, deleted: DeletedPerson? = nil
  ) {
    self.id = id
    self.type = type
    self.payload = payload
    self.deleted = deleted
  }
}

/// Somebody who was deleted, as far as an event tells.
public struct DeletedPerson: Sendable, Hashable {
  /// The user's id at HighLevel.
  public var id: String?
  public var email: String?

  public init(id: String? = nil, email: String? = nil) {
    (self.id, self.email) = (id, email)
  }
}

/// Reads the deliveries of one kind of sender.
public protocol WebhookReader: Sendable {
  /// Checks a delivery and reads it; throws what is not to be believed.
  func read(_ delivery: Delivery) async throws(WebhookRefusal) -> WebhookEvent
}

/// The kinds of senders, by their names in the settings.
public enum WebhookKind: String, Sendable, Hashable, CaseIterable {
  case highLevel = "highlevel"
  case highLevelWorkflow = "highlevel-workflow"
  case fusionAuth = "fusionauth"
  case wpFusion = "wpfusion"
  case standard

  /// The status for an event that cannot be stored. HighLevel sends again only after a 429
  /// (source: its help page "Automated Webhook Retries").
  public var busyStatus: Int {
    switch self {
    case .highLevel, .highLevelWorkflow: 429
    case .fusionAuth, .wpFusion, .standard: 503
    }
  }
}
