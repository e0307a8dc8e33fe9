public import HighLevel

/// What became of a webhook.
public enum DeliveryStatus: String, Sendable, Hashable, CaseIterable {
  case waiting, delivered
  /// It was tried often enough.
  case dead
}

/// A webhook to be sent.
public struct NewDelivery: Sendable, Hashable {
  /// The store's name for it; sorts by time (`RunID.make`).
  public var id: String
  /// The name of the target in the settings.
  public var target: String
  /// Unique with `target`; sent as `webhook-id`.
  public var eventId: String
  public var type: String
  public var body: String

  public init(id: String, target: String, eventId: String, type: String, body: String) {
    self.id = id
    self.target = target
    self.eventId = eventId
    self.type = type
    self.body = body
  }
}

/// A webhook of the outbox.
public struct StoredDelivery: Sendable, Hashable {
  public var id: String
  public var target: String
  public var eventId: String
  public var type: String
  public var body: String
  public var status: DeliveryStatus
  /// This one included, while it is under way.
  public var attempts: Int
  public var createdAt: Timestamp
  public var nextAt: Timestamp
  /// In a line, what went wrong last.
  public var lastError: String
}

/// What came of an attempt.
public enum DeliveryResult: Sendable, Hashable {
  case delivered
  case failed(String, retryIn: Duration)
  /// Not to be tried again.
  case dead(String)
}
