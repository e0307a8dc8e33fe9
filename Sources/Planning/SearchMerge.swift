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
  private let filter: UserFilter
  private let changes: SearchChanges

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
  private var last: SearchKey?

  /// - Parameter changes: Those of the same search, whatever its page.
  init(filter: UserFilter, changes: SearchChanges) {
    self.filter = filter
    self.changes = changes
    next = max(0, filter.page.skip - changes.inserted.count)
  }

  /// Whether the source's own answer is right as it is.
  var isEmpty: Bool { changes.isEmpty }

  /// Whether the source gives somebody whom it was not expected to.
  func isSurprised(by users: [JSONValue]) -> Bool {
    !changes.foreign.isEmpty
      && users.contains { changes.foreign.contains($0["id"]?.string ?? "") }
  }

  /// Merges the source's results from `next` on; `total` is the length of its whole list.
  mutating func take(_ records: [JSONObject], of total: Int) {
    count = total - changes.removed.count + changes.inserted.count
    if rank == nil { start(at: records.first) }
    for record in records {
      let key = SearchKey(of: record, in: filter.order)
      if let last, key < last { isRough = true }
      last = key
      insert(before: key)
      let id = record.text("id")
      if changes.foreign.contains(id) {
        // The source finds whom this filter does not; as the plan leaves them, they are put in or not.
        isRough = true
        count -= 1
      } else if !changes.isRemoved(id) {
        emit(changes.replaced[id] ?? record)
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
      if next > 0 { nextInserted = changes.inserted.count }
      return
    }
    let key = SearchKey(of: record, in: filter.order)
    nextInserted = changes.inserted.count(before: key, by: \.key)
    rank = next - changes.removed.count(before: key) { $0 } + nextInserted
  }

  private mutating func insert(before key: SearchKey?) {
    while nextInserted < changes.inserted.count {
      if let key, changes.inserted[nextInserted].key > key { return }
      emit(changes.inserted[nextInserted].record)
      nextInserted += 1
    }
  }

  private mutating func emit(_ record: JSONObject) {
    let place = rank ?? 0
    rank = place + 1
    if place >= filter.page.skip, users.count < filter.page.limit { users.append(record) }
  }
}
