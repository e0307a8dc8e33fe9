import HighLevel
import JSON

/// Reading locations and contacts.
extension Core {
  func getLocation(_ request: Request) -> MockAnswer {
    guard let record = store.location(request.id) else {
      return .refused(400, ServiceMessage.notFound("Location", id: request.id))
    }
    return MockAnswer(status: 200, body: ["location": .object(record)])
  }

  func searchLocations(_ request: Request, _ options: MockOptions) -> MockAnswer {
    let fields = request.fields
    var found = store.locations
    if let email = fields["email"]?.string, !email.isEmpty {
      let key = UserRules.emailKey(email)
      found = found.filter { UserRules.emailKey(Location($0).email ?? "") == key }
    }
    if case .location(let id) = options.token.level {
      found = found.filter { Location($0).id == id }
    }
    found.sort { (Location($0).name, Location($0).id) < (Location($1).name, Location($1).id) }
    if fields["order"] == "desc" { found.reverse() }
    let page = Page(fields, defaultLimit: 10, largestLimit: options.largestLimit)
    let shown = found[page.range(of: found.count)].map { record in
      var result = record
      result["companyId"] = nil
      return JSONValue.object(result)
    }
    return MockAnswer(status: 200, body: ["locations": .array(shown)])
  }

  func getContact(_ request: Request) -> MockAnswer {
    guard let record = store.contact(request.id) else {
      return .refused(400, ServiceMessage.notFound("Contact", id: request.id))
    }
    return MockAnswer(status: 200, body: ["contact": .object(record)])
  }
}

/// What the token is not good for.
extension MockToken {
  func refusal(of request: Request) -> MockAnswer? {
    if let fault { return .refused(401, fault) }
    let operation = request.operation
    let hasScope = scopes?.contains(operation.scope) ?? true
    guard hasScope, suits(operation) else { return .refused(401, ServiceMessage.missingScope) }
    guard case .location(let own) = level else { return nil }
    let named =
      operation == .locationsGet ? request.id : request.fields["locationId"]?.string
    return named == nil || named == own ? nil : .refused(403, ServiceMessage.wrongLocation)
  }

  /// Some operations want an agency's token, one wants a location's.
  private func suits(_ operation: HighLevel.Operation) -> Bool {
    switch level {
    case .any: true
    case .agency: operation != .usersByLocation
    case .location: operation != .usersFilterByEmail
    }
  }
}
