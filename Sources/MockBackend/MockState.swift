public import HighLevel
public import JSON

/// All that a stand-in company is: what is saved, compared and started from.
public struct MockState: Sendable, Hashable {
  /// A delete that was asked for and has not taken effect.
  public struct QueuedDelete: Sendable, Hashable {
    public var userId: String
    public var due: Timestamp

    public init(userId: String, due: Timestamp) {
      self.userId = userId
      self.due = due
    }
  }

  public var companyId: String
  public var clock: MockClock
  /// Makes the ids of the users created next.
  public var generator: SeededGenerator
  /// The records as `users.get` answers them, deleted ones included, in the order of creation.
  public var users: [JSONObject]
  /// The records as `locations.get` answers them.
  public var locations: [JSONObject]
  /// The records as `contacts.get` answers them.
  public var contacts: [JSONObject]
  /// Soonest first.
  public var queue: [QueuedDelete]
  /// The tokens that are known by name: those with limits, and what OAuth handed out.
  public var tokens: [MockGrant]

  public init(
    companyId: String, clock: MockClock = MockClock(),
    generator: SeededGenerator = SeededGenerator(seed: 1), users: [JSONObject] = [],
    locations: [JSONObject] = [], contacts: [JSONObject] = [], queue: [QueuedDelete] = [],
    tokens: [MockGrant] = []
  ) {
    self.companyId = companyId
    self.clock = clock
    self.generator = generator
    self.users = users
    self.locations = locations
    self.contacts = contacts
    self.queue = queue
    self.tokens = tokens
  }
}

extension MockState {
  /// The same company under another id.
  public func renamed(_ id: String) -> MockState {
    var result = self
    result.companyId = id
    for index in locations.indices { result.locations[index]["companyId"] = .string(id) }
    return result
  }
}
