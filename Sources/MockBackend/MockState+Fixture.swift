public import Diagnostics
public import HighLevel
public import JSON

extension MockState {
  /// A company written by hand: `{ company, now, locations, users, contacts }`.
  ///
  /// A user has the fields that a create takes, an id, and any field of a record that no create
  /// sets, such as `deleted` or `lcPhone`. Ids left out are made from the place in the list. `now`
  /// is the moment that counts as now there.
  public init(fixture: JSONValue) throws(Problem) {
    let company = fixture["company"]?.string ?? "acme"
    self.init(companyId: company)
    if let now = fixture["now"] { clock.now = try Self.moment(now) }
    for (index, location) in (fixture["locations"]?.array ?? []).enumerated() {
      var record = try Self.record(location, "locations", index)
      record["companyId"] = record["companyId"] ?? .string(company)
      locations.append(record)
    }
    for (index, user) in (fixture["users"]?.array ?? []).enumerated() {
      users.append(user: try Self.record(user, "users", index), company: company, at: clock.now)
    }
    for (index, contact) in (fixture["contacts"]?.array ?? []).enumerated() {
      contacts.append(try Self.record(contact, "contacts", index))
    }
  }

  private static func moment(_ value: JSONValue) throws(Problem) -> Timestamp {
    guard let text = value.string, let moment = Timestamp.written(text) else {
      throw Problem(
        .recipeInvalid, "now is \(value.text()), which is no moment",
        hint: "write it like 2026-01-05T12:00:00Z, or 2026-01-05 for its beginning")
    }
    return moment
  }

  private static func record(
    _ value: JSONValue, _ list: String, _ index: Int
  ) throws(Problem) -> JSONObject {
    guard var record = value.object else {
      throw Problem(.recipeInvalid, "\(list)[\(index + 1)] of the fixture is no table")
    }
    record["id"] = record["id"] ?? .string("\(list)-\(index + 1)")
    return record
  }
}

extension [JSONObject] {
  fileprivate mutating func append(user given: JSONObject, company: String, at now: Timestamp) {
    var body = given
    body["companyId"] = .string(company)
    for list in ["locationIds", "scopes", "scopesAssignedToOnly"] where body[list] == .object([:]) {
      body[list] = []
    }
    let fields = Operation.usersCreate.parameters.map(\.name)
    var record = UserRules.created(
      from: JSONObject(uniqueMembers: body.members.filter { fields.contains($0.key) }),
      id: given["id"]?.string ?? "", now: now)
    for member in given where !fields.contains(member.key) { record[member.key] = member.value }
    append(record)
  }
}

/// The stand-in as the company of an inline test.
extension MockService: TestCompany {
  public func snapshot() -> JSONValue { state.json }

  public func settle() { advance(by: options.deleteDelay) }

  public func inject(_ fault: JSONValue) throws(FieldError) {
    do throws(MockStateError) {
      inject(try Fault(json: fault))
    } catch {
      throw FieldError("faults", error.message)
    }
  }
}
