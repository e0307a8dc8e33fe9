import HighLevel
import JSON

/// How the kinds of operations are carried through.
extension Exchange {
  /// Reads, updates and deletes: to do one of these twice is to do it once.
  func repeatable(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await settling(request) { (tries, mayBeDone) throws(ServiceError) in
      switch try await self.once(request) {
      case .success(let body): return body
      case .refused(let error):
        // The first try deleted the user, and only its answer was lost.
        if mayBeDone, request.operation.kind == .delete, error.kind == .notFound {
          return ["succeeded": true]
        }
        throw error.after(tries)
      case .notDone(let error, let isLimit):
        try await self.tryAgain(&tries, after: error, isLimit: isLimit)
      case .lost(let error):
        mayBeDone = request.operation.kind != .read
        try await self.tryAgain(&tries, after: error)
      }
      return nil
    }
  }

  /// Creates, which twice would be two: a lost one is looked up before anything else.
  func create(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await settling(request) { (tries, mayBeDone) throws(ServiceError) in
      switch try await self.once(request) {
      case .success(let body): return body
      case .refused(let error):
        // The try that was lost has arrived after all, later than we looked.
        if mayBeDone, error.kind == .duplicateEmail,
          let user = try await self.settled(request, error)
        {
          return user
        }
        throw error.after(tries)
      case .notDone(let error, let isLimit):
        try await self.tryAgain(&tries, after: error, isLimit: isLimit)
      case .lost(let error):
        mayBeDone = true
        if let user = try await self.settled(request, error) { return user }
        try await self.tryAgain(&tries, after: error)
      }
      return nil
    }
  }

  /// Repeats a step until it has an answer.
  ///
  /// After a try that may have been carried out, only what the service says about the record itself
  /// is a clear no; whatever else ends the tries leaves it open.
  private func settling(
    _ request: Request,
    _ step: (_ tries: inout Tries, _ mayBeDone: inout Bool) async throws(ServiceError)
      -> JSONValue?
  ) async throws(ServiceError) -> JSONValue {
    var tries = Tries()
    var mayBeDone = false
    do throws(ServiceError) {
      while true {
        if let answer = try await step(&tries, &mayBeDone) { return answer }
      }
    } catch {
      guard mayBeDone else { throw error }
      switch error.kind {
      case .notFound, .invalid, .duplicateEmail: throw error
      default: throw error.unsettled(request.operation)
      }
    }
  }

  /// Looks a lost create up by its e-mail, several times if need be; nil when it is not there.
  ///
  /// Throws when looking fails, and when the e-mail is somebody else's.
  private func settled(
    _ request: Request, _ lost: ServiceError
  ) async throws(ServiceError) -> JSONValue? {
    for check in 1...max(1, configuration.retries.settlingChecks) {
      try await configuration.wait(configuration.retries.delay(after: check), because: .settling)
      let found: JSONObject?
      do throws(ServiceError) {
        found = try await user(ofEmailIn: request.fields)
      } catch {
        throw lost
      }
      guard let found else { continue }
      guard isMade(found, by: request.fields) else {
        throw ServiceError(
          kind: .duplicateEmail, status: 400, message: ServiceMessage.duplicateEmail)
      }
      return .object(found)
    }
    return nil
  }

  private func user(ofEmailIn fields: JSONObject) async throws(ServiceError) -> JSONObject? {
    let email = fields["email"]?.string ?? ""
    let company = fields["companyId"] ?? .string(configuration.companyId ?? "")
    var answer: JSONValue
    do throws(ServiceError) {
      answer = try await repeatable(
        Request(.usersFilterByEmail, fields: ["companyId": company, "emails": .string(email)]))
    } catch {
      // A location's token may not filter by e-mail, but it may search.
      guard [.missingScope, .wrongLocation, .forbidden, .badToken].contains(error.kind) else {
        throw error
      }
      answer = try await repeatable(
        Request(.usersSearch, fields: ["companyId": company, "query": .string(email)]))
    }
    let wanted = UserRules.emailKey(email)
    let found = (answer["users"]?.array ?? []).compactMap(\.object).map { User($0) }
    guard let id = found.first(where: { UserRules.emailKey($0.email) == wanted })?.id else {
      return nil
    }
    return try await repeatable(Request(.usersGet, id: id)).object
  }

  /// Whether a record is what creating with these fields makes.
  ///
  /// Only by what every create must give: the service may fill in or rewrite the rest, and to take
  /// our own user for somebody else's would lose it.
  private func isMade(_ record: JSONObject, by fields: JSONObject) -> Bool {
    ["firstName", "lastName", "type", "role", "locationIds"].allSatisfy { name in
      fields[name] == nil
        || UserRules.sameValue(
          name, fields[name], UserRules.writtenValue(of: name, in: record))
    }
  }

  /// The users of a location, asked for in the way that v3 still has.
  func byLocation(_ request: Request) async throws(ServiceError) -> JSONValue {
    let location = request.fields["locationId"]?.string ?? ""
    let company = try await company(of: location)
    var users: [JSONValue] = []
    while true {
      let page = try await repeatable(
        Request(
          .usersSearch,
          fields: [
            "companyId": .string(company), "locationId": .string(location),
            "skip": .string(String(users.count)), "limit": .string(String(Page.largestLimit)),
          ]))
      let found = page["users"]?.array ?? []
      users += found
      // Nobody knows the largest page; the count says when all have come.
      if found.isEmpty || users.count >= Int(page["count"]?.integer ?? 0) { break }
    }
    return ["users": .array(users.map { .object(UserRules.listed($0.object ?? [:])) })]
  }

  private func company(of location: String) async throws(ServiceError) -> String {
    if let known = configuration.companyId { return known }
    let answer = try await repeatable(Request(.locationsGet, id: location))
    return Location(answer: answer)?.companyId ?? ""
  }
}

extension ServiceError {
  /// The answer to a write was lost, and nobody could tell what came of it.
  fileprivate func unsettled(_ operation: HighLevel.Operation) -> ServiceError {
    var result = self
    result.kind = .unavailable
    result.message += " It is not known whether \(operation.name) was carried out."
    return result
  }
}
