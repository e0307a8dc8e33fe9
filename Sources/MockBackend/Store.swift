import HighLevel
import JSON

/// The records of a company with the indexes that keep reads fast: by id, by e-mail, by location
/// and in the order of names.
struct Store {
  /// A user at a fixed place ("slot"), with what searching needs at hand.
  struct Person {
    var record: JSONObject
    /// Nil until somebody searches.
    var text: UserSearchText?
    var nameKey: String
    var id: String

    init(_ record: JSONObject) {
      self.record = record
      nameKey = UserOrder().key(of: record)
      id = User(record).id
    }
  }

  let companyId: String
  var clock: MockClock
  var generator: SeededGenerator
  private(set) var people: [Person]
  private(set) var locations: [JSONObject]
  private(set) var contacts: [JSONObject]
  private(set) var queue: [MockState.QueuedDelete]
  /// By their secret, and in which order they came.
  private(set) var grants: [String: MockGrant] = [:]
  private var secrets: [String] = []

  private var slotsByID: [String: Int] = [:]
  private var slotsByEmail: [String: [Int]] = [:]
  /// Living users only, in the order of names, as are the lists of a location.
  private var living: [Int] = []
  private var slotsByLocation: [String: [Int]] = [:]
  /// The living in the order of the field that was sorted by last; nil once anybody changed.
  private var lastOrder: (field: String, slots: [Int])?
  private var locationsByID: [String: Int] = [:]
  private var contactsByID: [String: Int] = [:]

  init(_ state: MockState) {
    companyId = state.companyId
    clock = state.clock
    generator = state.generator
    people = state.users.map(Person.init)
    locations = state.locations
    contacts = state.contacts
    queue = state.queue
    for grant in state.tokens { put(grant) }
    locationsByID = Self.index(locations)
    contactsByID = Self.index(contacts)
    for slot in people.indices {
      slotsByID[people[slot].id] = slot
      slotsByEmail[emailKey(slot), default: []].append(slot)
    }
    living = people.indices.filter { !User(people[$0].record).isDeleted }.sorted(by: precedes)
    for slot in living {
      for id in User(people[slot].record).locationIds {
        slotsByLocation[id, default: []].append(slot)
      }
    }
  }

  /// The records again, for saving and comparing.
  var state: MockState {
    MockState(
      companyId: companyId, clock: clock, generator: generator, users: people.map(\.record),
      locations: locations, contacts: contacts, queue: queue,
      tokens: secrets.compactMap { grants[$0] })
  }

  func user(_ id: String) -> JSONObject? { slotsByID[id].map { people[$0].record } }
  func location(_ id: String) -> JSONObject? { locationsByID[id].map { locations[$0] } }
  func contact(_ id: String) -> JSONObject? { contactsByID[id].map { contacts[$0] } }

  /// All users of these e-mails, deleted ones included, e-mails compared without case.
  func users(ofEmails emails: [String]) -> [JSONObject] {
    emails.flatMap { slotsByEmail[UserRules.emailKey($0)] ?? [] }.map { people[$0].record }
  }

  /// The living users of a location, by name.
  func users(ofLocation id: String) -> [JSONObject] {
    (slotsByLocation[id] ?? []).map { people[$0].record }
  }

  private static func index(_ records: [JSONObject]) -> [String: Int] {
    var result: [String: Int] = [:]
    for (slot, record) in records.enumerated() {
      if let id = record["id"]?.string { result[id] = slot }
    }
    return result
  }

  private func emailKey(_ slot: Int) -> String {
    UserRules.emailKey(User(people[slot].record).email)
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (people[left], people[right])
    return one.nameKey == other.nameKey ? one.id < other.id : one.nameKey < other.nameKey
  }
}

/// Searching.
extension Store {
  /// The page a filter asks for, and how many users match in all.
  mutating func search(_ filter: UserFilter) -> (users: [JSONObject], count: Int) {
    if let ids = filter.ids { return filter.select(from: ids.compactMap(user)) }
    var found = candidates(for: filter)
    if filter.looksInsideRecords {
      if !filter.query.isEmpty { foldTexts() }
      found = found.filter { filter.matches(people[$0].record, text: people[$0].text) }
    }
    let page = filter.page.range(of: found.count)
    let slots =
      filter.order.isDescending
      ? page.map { found[found.count - 1 - $0] } : Array(found[page])
    return (slots.map { people[$0].record }, found.count)
  }

  private mutating func foldTexts() {
    for slot in people.indices where people[slot].text == nil {
      people[slot].text = UserSearchText(people[slot].record)
    }
  }

  /// Those among whom a filter looks, in ascending order of what it sorts by.
  private mutating func candidates(for filter: UserFilter) -> [Int] {
    let base = filter.locationId.map { slotsByLocation[$0] ?? [] } ?? living
    guard let field = filter.order.field else { return base }
    if filter.locationId != nil { return sorted(base, by: field) }
    // Whoever pages through everybody asks for the same order again and again.
    if let order = lastOrder, order.field == field { return order.slots }
    let slots = sorted(base, by: field)
    lastOrder = (field, slots)
    return slots
  }

  private func sorted(_ slots: [Int], by field: String) -> [Int] {
    let order = UserOrder(field: field)
    return slots.map { (key: order.key(of: people[$0].record), id: people[$0].id, slot: $0) }
      .sorted { ($0.key, $0.id) < ($1.key, $1.id) }
      .map(\.slot)
  }
}

/// Changing. Every change of a user goes through here, so that the indexes follow.
extension Store {
  /// Adds a new user; its id must be new.
  mutating func insert(_ record: JSONObject) {
    let slot = people.count
    people.append(Person(record))
    slotsByID[people[slot].id] = slot
    slotsByEmail[emailKey(slot), default: []].append(slot)
    list(slot)
  }

  /// Puts a changed record in the place of the old one; id and e-mail stay.
  mutating func replace(_ record: JSONObject) {
    guard let slot = slotsByID[User(record).id] else { return }
    unlist(slot)
    people[slot] = Person(record)
    list(slot)
  }

  /// Queues a delete; a second one of the same user changes nothing.
  mutating func queueDelete(of id: String, due: Timestamp) {
    guard !queue.contains(where: { $0.userId == id }) else { return }
    let place = queue.firstIndex { $0.due > due } ?? queue.endIndex
    queue.insert(MockState.QueuedDelete(userId: id, due: due), at: place)
  }

  mutating func put(_ grant: MockGrant) {
    if grants.updateValue(grant, forKey: grant.secret) == nil { secrets.append(grant.secret) }
  }

  /// Carries out the next delete whose time has come; the record it leaves.
  mutating func settleNext() -> JSONObject? {
    while let next = queue.first, next.due <= clock.now {
      queue.removeFirst()
      guard var record = user(next.userId) else { continue }
      record["deleted"] = true
      record["dateUpdated"] = .string(next.due.description)
      replace(record)
      return record
    }
    return nil
  }

  private mutating func list(_ slot: Int) {
    lastOrder = nil
    let user = User(people[slot].record)
    guard !user.isDeleted else { return }
    living.insert(slot, at: place(of: slot, in: living))
    for id in user.locationIds {
      let place = place(of: slot, in: slotsByLocation[id] ?? [])
      slotsByLocation[id, default: []].insert(slot, at: place)
    }
  }

  private mutating func unlist(_ slot: Int) {
    lastOrder = nil
    let user = User(people[slot].record)
    guard !user.isDeleted else { return }
    living.remove(at: place(of: slot, in: living))
    for id in user.locationIds {
      let place = place(of: slot, in: slotsByLocation[id] ?? [])
      slotsByLocation[id]?.remove(at: place)
    }
  }

  /// Where a slot stands, or belongs, in a list ordered by name.
  private func place(of slot: Int, in list: [Int]) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(list[middle], slot) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
