public import HighLevel
public import JSON
import Synchronization

/// A walk over all users that a search finds, 100 at a time, that holds still while the recipe
/// changes what it walks over.
///
/// It follows the source's list, which does not change while planning. A user that the plan deleted
/// is left out, one that it changed is given as it is now, if the search still finds it. Users that
/// only the plan's changes bring into the search come last, those of that moment, each once. Needs
/// the memory of one page, whatever the size of the company.
public struct UserPages: Sendable {
  private let overlay: Overlay
  private let request: Request
  private let filter: UserFilter
  private var skip = 0
  private var isSourceDone = false
  private var newcomers: ArraySlice<String>?

  init(overlay: Overlay, request: Request) {
    self.overlay = overlay
    self.request = request
    filter = UserFilter(searchFields: request.fields)
  }

  /// The next users, at least one and at most 100; nil at the end.
  public mutating func next() async throws(ServiceError) -> [JSONValue]? {
    while !isSourceDone {
      let page = try await nextOfSource()
      if !page.isEmpty { return page.map { .object($0) } }
    }
    let users = nextNewcomers()
    return users.isEmpty ? nil : users.map { .object($0) }
  }

  private mutating func nextOfSource() async throws(ServiceError) -> [JSONObject] {
    var part = request
    part.fields["skip"] = .string("\(skip)")
    part.fields["limit"] = .string("\(Page.largestLimit)")
    let answer = try await overlay.source.read(part)
    let page = (answer["users"]?.array ?? []).compactMap(\.object)
    skip += page.count
    isSourceDone = page.isEmpty || skip >= answer.total
    return overlay.state.withLock { state in
      if !filter.isExact, !state.log.isEmpty { overlay.reads.noteApproximate(part) }
      return page.compactMap { record in
        guard let entry = state.entries[record.text("id")] else { return record }
        return entry.current.flatMap { filter.matches($0) ? $0 : nil }
      }
    }
  }

  /// Those that the source's list does not have, looked up by id when their turn comes.
  private mutating func nextNewcomers() -> [JSONObject] {
    let (users, rest) = overlay.state.withLock { state -> ([JSONObject], ArraySlice<String>) in
      var waiting =
        newcomers
        ?? state.ids { user in
          guard let current = user.current, filter.matches(current) else { return false }
          return user.original.map { !filter.matches($0) } ?? true
        }[...]
      var users: [JSONObject] = []
      while users.count < Page.largestLimit, let id = waiting.popFirst() {
        if let user = state.entries[id]?.current, filter.matches(user) { users.append(user) }
      }
      return (users, waiting)
    }
    newcomers = rest
    return users
  }
}
