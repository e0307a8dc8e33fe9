import HighLevel
import JSON

/// Merges touched users into one page of a search, reading only the part of the source's answer
/// that can matter.
///
/// Of the source's list, sorted, the touched users are left out; those that match now are put in by
/// the same order. The place of each result then follows from comparisons alone, so a page deep in
/// a long list needs no walk from its start.
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
  /// Ids of the touched users that the source gives, and their places there.
  private let removed: [String: Key]
  private let inserted: [(key: Key, record: JSONObject)]

  /// The index in the source's list that is wanted next.
  private(set) var next: Int
  /// The results of the page so far.
  private(set) var users: [JSONObject] = []
  /// How many results there are in all; known after the first part.
  private(set) var count = 0
  private(set) var isComplete = false
  /// Whether the source's list is not in the order that was assumed.
  private(set) var isOutOfOrder = false
  /// The number in the merged list of what comes next; nil before the first part.
  private var rank: Int?
  private var nextInserted = 0
  private var last: Key?

  init(filter: UserFilter, touched: [OverlayState.TouchedUser]) {
    self.filter = filter
    var removed: [String: Key] = [:]
    for user in touched {
      guard let original = user.original, filter.matches(original) else { continue }
      removed[user.id] = Self.key(of: original, in: filter)
    }
    self.removed = removed
    inserted = touched.compactMap(\.current).filter { filter.matches($0) }
      .map { (Self.key(of: $0, in: filter), $0) }
      .sorted { $0.key < $1.key }
    next = max(0, filter.page.skip - inserted.count)
  }

  /// Whether the source's own answer is right as it is.
  var isEmpty: Bool { removed.isEmpty && inserted.isEmpty }

  /// Merges the source's results from `next` on; `total` is the length of its whole list.
  mutating func take(_ records: [JSONObject], of total: Int) {
    count = total - removed.count + inserted.count
    if rank == nil { start(at: records.first) }
    for record in records {
      let key = Self.key(of: record, in: filter)
      if let last, key < last { isOutOfOrder = true }
      last = key
      insert(before: key)
      if removed[record.text("id")] == nil { emit(record) }
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
