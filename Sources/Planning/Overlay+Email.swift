import HighLevel
import JSON
import Synchronization

/// Finding by e-mail: only the users of the addresses asked for are looked at, however many the
/// plan touched.
extension Overlay {
  /// `users.filter_by_email` over the source and the plan's own users.
  func filteredByEmail(_ request: Request) async throws(ServiceError) -> JSONValue {
    let filter = EmailFilter(fields: request.fields)
    let mine = state.withLock { state in filter.emails.flatMap { state.entries(email: $0) } }
    if mine.isEmpty { return try await source.read(request) }
    var touched: [String: OverlayState.Entry] = [:]
    for entry in mine { if let id = entry.original?.text("id") { touched[id] = entry } }
    var users: [JSONObject] = []
    for record in try await everyone(request) {
      guard let entry = touched[record.text("id")] else {
        users.append(record)
        continue
      }
      if let shown = entry.shown(withDeleted: filter.includesDeleted) { users.append(shown) }
    }
    users += mine.compactMap { $0.original == nil ? $0.current : nil }
    users = filter.emails.flatMap { email in
      users.filter { UserRules.emailKey($0.text("email")) == UserRules.emailKey(email) }
    }
    let page = users[filter.page.range(of: users.count)].map(filter.projected)
    return ["users": .array(page.map { .object($0) }), "count": .integer(Int64(users.count))]
  }

  /// All pages of the source's answer, as whole records.
  private func everyone(_ request: Request) async throws(ServiceError) -> [JSONObject] {
    var users: [JSONObject] = []
    var request = request
    request.fields["projection"] = "all"
    request.fields["limit"] = .string("\(Page.largestLimit)")
    while true {
      request.fields["skip"] = .string("\(users.count)")
      let answer = try await source.read(request)
      let page = answer["users"]?.array ?? []
      users += page.compactMap(\.object)
      if page.isEmpty || users.count >= answer.total { return users }
    }
  }
}

extension OverlayState.Entry {
  /// The user as a search shows it; nil when it does not.
  fileprivate func shown(withDeleted: Bool) -> JSONObject? {
    if let current { return current }
    guard withDeleted, var record = original else { return nil }
    record["deleted"] = true
    return record
  }
}

extension JSONObject {
  /// The string of that name, empty where there is none.
  func text(_ key: String) -> String { self[key]?.string ?? "" }
}

extension JSONValue {
  /// How many results a search has in all.
  var total: Int { self["count"]?.integer.map(Int.init) ?? self["users"]?.array?.count ?? 0 }
}
