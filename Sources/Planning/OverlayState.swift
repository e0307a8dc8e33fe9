import HighLevel
import JSON

/// The users that a plan touched, as they were and as they will be, with a log for going back.
struct OverlayState {
  /// A user that the plan touched.
  struct Entry {
    /// As the source has it; nil for one that the plan creates.
    let original: JSONObject?
    /// As it will be; nil when the plan deletes it.
    var current: JSONObject?
    /// Fields of a new user whose values are guesses: the service fills them when it creates it.
    var unknown: [String] = []
  }

  /// One write. The log of them is both the list of operations and the way back.
  struct Change {
    let kind: PlannedOperation.Kind
    let id: String
    /// The fields to send, with references in the place of secrets.
    let request: JSONObject
    let context: CallContext
    let before: JSONObject?
    let after: JSONObject?
    /// Whether no earlier change touched this user.
    var isFirst = false
    /// `Entry.unknown` before this change.
    var unknownBefore: [String] = []

    /// `before` without the fields that nobody knows yet.
    var knownBefore: JSONObject? { before.map { $0.without(unknownBefore) } }
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var log: [Change] = []
  /// Ids of touched users, in the order of the first touch.
  private(set) var touched: [String] = []
  private var idsByEmail: [String: [String]] = [:]
  private var lastNew = 0
  private var searches = SearchMemory()

  /// A reserved id for a user that the plan creates, never given twice.
  mutating func newID() -> String {
    lastNew += 1
    return NewID.user(lastNew)
  }

  /// Whether the plan ever created a user.
  var hasNewUsers: Bool { lastNew > 0 }

  /// A touched user with its id.
  typealias TouchedUser = (id: String, original: JSONObject?, current: JSONObject?)

  /// All touched users, in the order of the first touch.
  var touchedUsers: [TouchedUser] {
    touched.compactMap { id in entries[id].map { (id, $0.original, $0.current) } }
  }

  /// What the log changes about a search.
  mutating func changes(of fields: JSONObject) -> SearchChanges {
    searches.changes(of: fields, upTo: log.count) { [log, entries] start in
      // Each user once, however often it was changed.
      Set(log[start...].map(\.id)).compactMap { id in
        entries[id].map { (id, $0.original, $0.current) }
      }
    }
  }

  /// The ids of touched users for which `isWanted` holds, in the order of the first touch.
  func ids(where isWanted: (TouchedUser) -> Bool) -> [String] {
    touchedUsers.filter(isWanted).map(\.id)
  }

  /// The touched users with that e-mail address, deleted ones included.
  func entries(email: String) -> [Entry] {
    (idsByEmail[UserRules.emailKey(email)] ?? []).compactMap { entries[$0] }
  }

  /// Writes a change into the users and the log.
  mutating func append(_ change: Change) {
    var change = change
    change.isFirst = entries[change.id] == nil
    if change.isFirst {
      touched.append(change.id)
      if let email = Self.email(of: change) { idsByEmail[email, default: []].append(change.id) }
      entries[change.id] = Entry(
        original: change.before, current: change.after, unknown: change.leavesUnknown)
    } else if var entry = entries[change.id] {
      change.unknownBefore = entry.unknown
      entry.current = change.after
      entry.unknown.removeAll { change.request[$0]?.unlessNull != nil }
      entries[change.id] = entry
    }
    log.append(change)
  }

  /// Takes back the latest changes until only `count` are left.
  mutating func rollBack(to count: Int) {
    let ids = Set(log.dropFirst(count).map(\.id))
    while log.count > count, let change = log.popLast() { takeBack(change) }
    if ids.isEmpty { return }
    searches.rollBack(
      to: count,
      Dictionary(
        uniqueKeysWithValues: ids.map { id in
          (id, entries[id].map { (id, $0.original, $0.current) })
        }))
  }

  private mutating func takeBack(_ change: Change) {
    guard change.isFirst else {
      entries[change.id]?.current = change.before
      entries[change.id]?.unknown = change.unknownBefore
      return
    }
    entries[change.id] = nil
    touched.removeLast()
    if let email = Self.email(of: change) {
      idsByEmail[email]?.removeLast()
      if idsByEmail[email]?.isEmpty == true { idsByEmail[email] = nil }
    }
  }

  private static func email(of change: Change) -> String? {
    (change.before ?? change.after)?["email"]?.string.map(UserRules.emailKey)
  }
}

extension OverlayState.Change {
  /// What only the service can fill of a user that is created this way. The id is not among it: the
  /// reserved one stands for it everywhere.
  fileprivate var leavesUnknown: [String] {
    guard kind == .create else { return [] }
    let given = JSONObject(uniqueMembers: request.filter { !$0.value.isNull })
    return UserRules.serverFilled(creating: given).filter { $0 != "id" }
  }
}
