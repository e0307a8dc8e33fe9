import HighLevel
import JSON

/// Merges touched users into one page of a search, reading only the part of the source's answer
/// that can matter.
///
/// Touched users that keep their place are exchanged where they stand. Of the source's list, sorted,
/// the others are left out, and those that match now are put in by the same order. The place of each
/// result then follows from comparisons alone, so a page deep in a long list needs no walk from its
/// start.
struct SearchMerge {
  /// The place of a record in the order of the search.
  private struct Key: Comparable {
    let text: String
    let id: String
    let isDescending: Bool

    static func < (left: Key, right: Key) -> Bool {
      left.isDescending
        ? (right.text, right.id) < (left.text, left.id)
        : (left.text, left.id) < (right.text, right.id)
    }
  }

  private let filter: UserFilter
  /// Ids of the touched users that the source gives and that go from their places there.
  private let removed: [String: Key]
  /// Touched users that stay in their places, by id.
  private let replaced: [String: JSONObject]
  /// Touched users that the source is not expected to give.
  private let foreign: Set<String>
  private let inserted: [(key: Key, record: JSONObject)]

  /// The index in the source's list that is wanted next.
  private(set) var next: Int
  /// The results of the page so far.
  private(set) var users: [JSONObject] = []
  /// How many results there are in all; known after the first part.
  private(set) var count = 0
  private(set) var isComplete = false
  /// Whether the source's list is in another order, or holds others, than was assumed.
  private(set) var isRough = false
  /// The number in the merged list of what comes next; nil before the first part.
  private var rank: Int?
  private var nextInserted = 0
  private var last: Key?

  init(filter: UserFilter, touched: [OverlayState.TouchedUser]) {
    self.filter = filter
    var removed: [String: Key] = [:]
    var replaced: [String: JSONObject] = [:]
    var foreign: Set<String> = []
    var inserted: [(key: Key, record: JSONObject)] = []
    for user in touched {
      let current = user.current.flatMap { filter.matches($0) ? $0 : nil }
      let place = current.map { Self.key(of: $0, in: filter) }
      let isGiven = user.original.map { filter.matches($0) } ?? false
      let old = isGiven ? user.original.map { Self.key(of: $0, in: filter) } : nil
      if let old, old == place {
        replaced[user.id] = current
        continue
      }
      removed[user.id] = old
      if old == nil, user.original != nil { foreign.insert(user.id) }
      if let place, let current { inserted.append((place, current)) }
    }
    (self.removed, self.replaced, self.foreign) = (removed, replaced, foreign)
    self.inserted = inserted.sorted { $0.key < $1.key }
    next = max(0, filter.page.skip - inserted.count)
  }

  /// Whether the source's own answer is right as it is.
  var isEmpty: Bool { removed.isEmpty && inserted.isEmpty && replaced.isEmpty }

  /// Whether the source gives somebody whom it was not expected to.
  func isSurprised(by users: [JSONValue]) -> Bool {
    !foreign.isEmpty && users.contains { foreign.contains($0["id"]?.string ?? "") }
  }

  /// Merges the source's results from `next` on; `total` is the length of its whole list.
  mutating func take(_ records: [JSONObject], of total: Int) {
    count = total - removed.count + inserted.count
    if rank == nil { start(at: records.first) }
    for record in records {
      let key = Self.key(of: record, in: filter)
      if let last, key < last { isRough = true }
      last = key
      insert(before: key)
      let id = record.text("id")
      if foreign.contains(id) {
        // The source finds whom this filter does not; as the plan leaves them, they are put in or not.
        isRough = true
        count -= 1
      } else if removed[id] == nil {
        emit(replaced[id] ?? record)
      }
    }
    next += records.count
    if records.isEmpty || next >= total {
      insert(before: nil)
      isComplete = true
    }
    if users.count >= filter.page.limit { isComplete = true }
  }

  /// Finds out how many results come before the first one read.
  private mutating func start(at record: JSONObject?) {
    guard next > 0, let record else {
      rank = 0
      if next > 0 { nextInserted = inserted.count }
      return
    }
    let key = Self.key(of: record, in: filter)
    nextInserted = inserted.count { $0.key < key }
    rank = next - removed.values.count { $0 < key } + nextInserted
  }

  private mutating func insert(before key: Key?) {
    while nextInserted < inserted.count {
      if let key, inserted[nextInserted].key > key { return }
      emit(inserted[nextInserted].record)
      nextInserted += 1
    }
  }

  private mutating func emit(_ record: JSONObject) {
    let place = rank ?? 0
    rank = place + 1
    if place >= filter.page.skip, users.count < filter.page.limit { users.append(record) }
  }

  private static func key(of record: JSONObject, in filter: UserFilter) -> Key {
    Key(
      text: filter.order.key(of: record), id: record.text("id"),
      isDescending: filter.order.isDescending)
  }
}
