import HighLevel
import JSON

/// What the touched users change about the answer to one search, kept from one page to the next: a
/// recipe that changes people and searches in turn pays for each change once, not in every search.
struct SearchChanges {
  let filter: UserFilter
  /// Touched users that stay in their places, by id.
  private(set) var replaced: [String: JSONObject] = [:]
  /// Ids of the touched users that the source is not expected to give.
  private(set) var foreign: Set<String> = []
  /// The places in the source's list of those who are there and go from them, in order.
  private(set) var removed: [SearchKey] = []
  /// Those who come in, in order.
  private(set) var inserted: [(key: SearchKey, record: JSONObject)] = []
  private var removedByID: [String: SearchKey] = [:]
  private var insertedByID: [String: SearchKey] = [:]

  init(of filter: UserFilter) { self.filter = filter }

  /// Whether the source's own answer is right as it is.
  var isEmpty: Bool { removed.isEmpty && inserted.isEmpty && replaced.isEmpty }

  func isRemoved(_ id: String) -> Bool { removedByID[id] != nil }

  /// Takes a touched user as it is now, in the place of what was known of it.
  mutating func take(_ user: OverlayState.TouchedUser) {
    forget(user.id)
    let current = user.current.flatMap { filter.matches($0) ? $0 : nil }
    let place = current.map { SearchKey(of: $0, in: filter.order) }
    let old = user.original.flatMap { original in
      filter.matches(original) ? SearchKey(of: original, in: filter.order) : nil
    }
    if let old, old == place {
      replaced[user.id] = current
      return
    }
    if let old {
      removed.insert(old, at: removed.count(before: old) { $0 })
      removedByID[user.id] = old
    } else if user.original != nil {
      foreign.insert(user.id)
    }
    if let place, let current {
      inserted.insert((place, current), at: inserted.count(before: place, by: \.key))
      insertedByID[user.id] = place
    }
  }

  /// The user is as the source has it.
  mutating func forget(_ id: String) {
    replaced[id] = nil
    foreign.remove(id)
    if let key = removedByID.removeValue(forKey: id) {
      removed.remove(at: removed.count(before: key) { $0 })
    }
    if let key = insertedByID.removeValue(forKey: id) {
      inserted.remove(at: inserted.count(before: key, by: \.key))
    }
  }
}

/// The searches that were asked last, each up to a point of the log.
struct SearchMemory {
  private struct Known {
    let fields: JSONObject
    var changes: SearchChanges
    /// So much of the log is in it.
    var count = 0
  }

  /// Recipes walk over few lists at a time.
  private static let most = 8
  private var known: [Known] = []

  /// The log went back to so many changes, and these users with it; nil for one that is not touched
  /// any more.
  mutating func rollBack(to count: Int, _ users: [String: OverlayState.TouchedUser?]) {
    for index in known.indices where known[index].count > count {
      for (id, user) in users {
        if let user { known[index].changes.take(user) } else { known[index].changes.forget(id) }
      }
      known[index].count = count
    }
  }

  /// The changes to a search, brought up to the end of the log.
  ///
  /// - Parameter changed: The users that the log names from a place on.
  mutating func changes(
    of fields: JSONObject, upTo end: Int, changed: (Int) -> [OverlayState.TouchedUser]
  ) -> SearchChanges {
    let key = fields.without(["skip", "limit"])
    let place = known.firstIndex { $0.fields == key }
    var one =
      place.map { known.remove(at: $0) }
      ?? Known(fields: key, changes: SearchChanges(of: UserFilter(searchFields: key)))
    for user in changed(one.count) { one.changes.take(user) }
    one.count = end
    if known.count >= Self.most { known.removeFirst() }
    known.append(one)
    return one.changes
  }
}
