import HighLevel
import JSON
import MockBackend
import Testing

/// Short ways to ask, for the cases.
extension Backend {
  func user(_ id: String) async throws -> User {
    try #require(User(answer: try await read(Request(.usersGet, id: id))))
  }

  @discardableResult
  func update(_ id: String, _ fields: JSONObject) async throws -> User {
    try #require(User(answer: try await write(Request(.usersUpdate, id: id, fields: fields))))
  }

  /// The ids that a search gives, and the count it claims.
  func search(_ fields: JSONObject) async throws -> (ids: [String], count: Int64?) {
    var all = fields
    all["companyId"] = all["companyId"] ?? .string(DefaultCompany.id)
    let answer = try await read(Request(.usersSearch, fields: all))
    return (try userIDs(in: answer), answer["count"]?.integer)
  }

  /// The records that a search by e-mail gives.
  func filter(_ emails: String, _ more: JSONObject = [:]) async throws -> [JSONObject] {
    var fields: JSONObject = ["companyId": .string(DefaultCompany.id), "emails": .string(emails)]
    for member in more { fields[member.key] = member.value }
    let answer = try await read(Request(.usersFilterByEmail, fields: fields))
    return try #require(answer["users"]?.array).compactMap(\.object)
  }
}

/// The ids in a list of users, in its order.
func userIDs(in answer: JSONValue) throws -> [String] {
  try #require(answer["users"]?.array).compactMap { $0["id"]?.string }
}

/// The error that an operation ends in.
func failure(
  _ operation: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> ServiceError {
  let error = await #expect(throws: ServiceError.self, sourceLocation: sourceLocation) {
    try await operation()
  }
  return try #require(error, sourceLocation: sourceLocation)
}

/// A body that creates a user; `change` overrides.
func newUser(_ change: JSONObject = [:]) -> JSONObject {
  var body: JSONObject = [
    "companyId": .string(DefaultCompany.id), "firstName": "Martin", "lastName": "Macedo",
    "email": "abejorrito79@gmail.com", "password": "Correct-Horse-9", "type": "account",
    "role": "user", "locationIds": [.string(DefaultCompany.zacatepec)],
  ]
  for member in change { body[member.key] = member.value }
  return body
}
