import HighLevel
import JSON

/// Reading users.
extension Core {
  /// A user that can be seen: neither unknown nor, by the switch, deleted.
  private func visibleUser(_ id: String, _ options: MockOptions) -> JSONObject? {
    guard let record = store.user(id) else { return nil }
    return User(record).isDeleted && options.deletedAnswer == .unknownUser ? nil : record
  }

  private func one(_ record: JSONObject, status: Int, _ options: MockOptions) -> MockAnswer {
    MockAnswer(status: status, body: options.wrapsUser ? ["user": .object(record)] : record)
  }

  func getUser(_ request: Request, _ options: MockOptions) -> MockAnswer {
    guard let record = visibleUser(request.id, options) else {
      return .unknownUser(status: options.unknownUserStatus)
    }
    return one(record, status: 200, options)
  }

  mutating func searchUsers(_ request: Request, _ options: MockOptions) -> MockAnswer {
    let filter = UserFilter(
      searchFields: request.fields, largestLimit: options.largestLimit)
    let (users, count) = store.search(filter)
    return MockAnswer(
      status: 200,
      body: ["users": .array(users.map { .object($0) }), "count": .integer(Int64(count))])
  }

  func filterByEmail(_ request: Request, _ options: MockOptions) -> MockAnswer {
    let filter = EmailFilter(
      fields: request.fields, largestLimit: options.largestLimit,
      ignoresCase: options.ignoresEmailCase)
    let found = store.users(ofEmails: filter.emails).filter(filter.matches)
    let page = found[filter.page.range(of: found.count)]
    return MockAnswer(
      status: 200,
      body: [
        "users": .array(page.map { .object(filter.projected($0)) }),
        "count": .integer(Int64(found.count)),
      ])
  }

  func usersByLocation(_ request: Request) -> MockAnswer {
    let users = store.users(ofLocation: request.fields["locationId"]?.string ?? "")
    return MockAnswer(
      status: 200, body: ["users": .array(users.map { .object(UserRules.listed($0)) })])
  }
}

/// Changing users.
extension Core {
  mutating func createUser(_ request: Request, _ options: MockOptions) -> MockAnswer {
    let body = request.fields
    guard !isTaken(body["email"]?.string ?? "", options) else {
      return .refused(400, ServiceMessage.duplicateEmail)
    }
    if let refusal = refuseUnknownLocations(in: body, options) { return refusal }
    let record = UserRules.created(
      from: body, id: newID(), now: store.clock.now, options: options.rules)
    store.insert(record)
    note(MockChange(.created, user: record, in: store))
    return one(record, status: 201, options)
  }

  mutating func updateUser(_ request: Request, _ options: MockOptions) -> MockAnswer {
    guard let record = store.user(request.id), !User(record).isDeleted else {
      return .unknownUser(status: options.unknownUserStatus)
    }
    if let refusal = refuseUnknownLocations(in: request.fields, options) { return refusal }
    let changed = UserRules.updated(
      record, by: request.fields, now: store.clock.now, options: options.rules)
    store.replace(changed)
    note(MockChange(.updated, user: changed, in: store))
    return one(changed, status: 200, options)
  }

  /// Only queues: the user can be read until the delay is over.
  mutating func deleteUser(_ request: Request, _ options: MockOptions) -> MockAnswer {
    guard let record = store.user(request.id), !User(record).isDeleted else {
      return .unknownUser(status: options.unknownUserStatus)
    }
    store.queueDelete(of: request.id, due: store.clock.now.advanced(by: options.deleteDelay))
    note(MockChange(.queued, in: store))
    let body = UserRules.deleteAnswer(for: record, version: options.rules.version)
    return MockAnswer(status: 200, body: body)
  }

  /// Whether a living user has that e-mail.
  private func isTaken(_ email: String, _ options: MockOptions) -> Bool {
    store.users(ofEmails: [email]).contains { record in
      let user = User(record)
      return !user.isDeleted && (options.ignoresEmailCase || user.email == email)
    }
  }

  private func refuseUnknownLocations(
    in body: JSONObject, _ options: MockOptions
  ) -> MockAnswer? {
    guard options.checksLocations else { return nil }
    let unknown = (body["locationIds"]?.strings ?? []).filter { store.location($0) == nil }
    return unknown.isEmpty ? nil : .invalid([ServiceMessage.unknownLocations(unknown)])
  }

  private mutating func newID() -> String {
    var id = store.generator.id()
    while store.user(id) != nil { id = store.generator.id() }
    return id
  }
}
