public import HighLevel

/// What became of an event.
public enum EventStatus: String, Sendable, Hashable, CaseIterable {
  case accepted
  /// A type that nobody asked for.
  case ignored
  /// About a delete that ghlua made.
  case looped
}

/// An event to be stored.
public struct NewEvent: Sendable, Hashable {
  /// The store's name for it; sorts by time (`RunID.make`).
  public var id: String
  /// The name of the hook.
  public var source: String
  /// The sender's name for it; unique with `source`.
  public var eventId: String
  public var type: String
  /// The bytes that came.
  public var body: [UInt8]
  public var status: EventStatus
  public var note = ""
  /// Queued when the event is new; their `eventId` is set to `id`.
  public var runs: [NewRun] = []

  public init(
    id: String, source: String, eventId: String, type: String, body: [UInt8],
    status: EventStatus = .accepted
  ) {
    self.id = id
    self.source = source
    self.eventId = eventId
    self.type = type
    self.body = body
    self.status = status
  }
}

/// What `accept` made of an event.
public enum Acceptance: Sendable, Hashable {
  case new(id: String)
  /// It is stored already, under that name.
  case duplicate(id: String)
}

/// An event of the inbox.
public struct StoredEvent: Sendable, Hashable {
  public var id: String
  public var source: String
  public var eventId: String
  public var type: String
  public var body: [UInt8]
  public var status: EventStatus
  public var note: String
  public var receivedAt: Timestamp
  public var replays: Int
  /// How often it came again.
  public var duplicates: Int
}

/// Which events.
public struct EventFilter: Sendable, Hashable {
  public var source: String?
  public var status: EventStatus?

  public init(source: String? = nil, status: EventStatus? = nil) {
    self.source = source
    self.status = status
  }
}

/// A person whom ghlua deleted.
public struct OwnDelete: Sendable, Hashable {
  public var company: String
  public var userId: String
  public var email: String

  public init(company: String, userId: String, email: String) {
    self.company = company
    self.userId = userId
    self.email = email
  }
}
