public import HighLevel
public import JSON

/// One thing that changed in a stand-in, with all it takes to bring an older saved state up to it.
public struct MockChange: Sendable, Hashable {
  public enum Event: String, Sendable, Hashable {
    case created, updated
    /// A delete was asked for.
    case queued
    /// A delete took effect.
    case deleted
    /// A token was made, used up or listed.
    case token
    /// The time was moved by hand.
    case clock
  }

  public var event: Event
  /// The user as it is now, where one changed.
  public var user: JSONObject?
  public var grant: MockGrant?
  public var now: Timestamp
  public var generator: SeededGenerator
  public var queue: [MockState.QueuedDelete]

  init(_ event: Event, user: JSONObject? = nil, grant: MockGrant? = nil, in store: Store) {
    self.event = event
    self.user = user
    self.grant = grant
    (now, generator, queue) = (store.clock.now, store.generator, store.queue)
  }
}

/// The form it has in the file of changes, one line each.
extension MockChange {
  var json: JSONValue {
    var object: JSONObject = [
      "event": .string(event.rawValue), "now": .string(now.description),
      "generator": .string(String(generator.state)), "queue": MockState.json(queue),
    ]
    object["user"] = user.map { .object($0) }
    object["token"] = grant?.json
    return .object(object)
  }
}

extension MockState {
  /// Brings the state up to saved changes, in their order. Applying them twice is applying them
  /// once.
  mutating func apply(changes: [JSONValue]) throws(MockStateError) {
    var slots: [String: Int] = [:]
    for (slot, user) in users.enumerated() { slots[user["id"]?.string ?? ""] = slot }
    for change in changes {
      guard let fields = change.object else { throw MockStateError("a change is no object") }
      guard let now = Timestamp(try Self.text("now", in: fields)),
        let seed = UInt64(try Self.text("generator", in: fields))
      else { throw MockStateError("a change has no moment or no generator") }
      clock = MockClock(now: now)
      generator = SeededGenerator(seed: seed)
      queue = try Self.queue(in: fields)
      if let token = fields["token"] { put(try MockGrant(json: token)) }
      guard let user = fields["user"]?.object, let id = user["id"]?.string else { continue }
      if let slot = slots[id] {
        users[slot] = user
      } else {
        slots[id] = users.count
        users.append(user)
      }
    }
  }

  private mutating func put(_ grant: MockGrant) {
    let place = tokens.firstIndex { $0.secret == grant.secret }
    if let place { tokens[place] = grant } else { tokens.append(grant) }
  }
}
