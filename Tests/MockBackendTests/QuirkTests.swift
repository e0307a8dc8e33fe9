import HighLevel
import JSON
import MockBackend
import Testing

@Test func `a deleted user stays readable until the queue is through`() async throws {
  let service = MockService()
  let answer = try await service.write(deleteJohn)
  #expect(
    answer["message"] == """
      Queued deleting user with e-mail john@deo.com and name John Deo. \
      Will take effect in a few minutes.
      """)
  service.advance(by: .seconds(179))
  #expect(try await service.read(getJohn)["deleted"] == false)
  service.advance(by: .seconds(1))
  let error = await #expect(throws: ServiceError.self) { try await service.read(getJohn) }
  #expect(error?.kind == .notFound)
}

@Test func `deleting twice queues once`() async throws {
  let service = MockService()
  for _ in 0..<2 { _ = try await service.write(deleteJohn) }
  #expect(service.state.queue.count == 1)
  service.advance(by: .seconds(180))
  #expect(service.state.queue.isEmpty)
  await #expect(throws: ServiceError.self) { try await service.write(deleteJohn) }
}

@Test func `the delay of deletes is a switch`() async throws {
  let service = MockService(options: MockOptions(deleteDelay: .zero))
  _ = try await service.write(deleteJohn)
  await #expect(throws: ServiceError.self) { try await service.read(getJohn) }
}

@Test func `a deleted user can be shown as a record by the switch`() async throws {
  let service = MockService(options: MockOptions(deletedAnswer: .record, deleteDelay: .zero))
  _ = try await service.write(deleteJohn)
  #expect(try await service.read(getJohn)["deleted"] == true)
}

@Test func `v3 spells the answer to a delete right`() throws {
  let v2 = try #require(MockService().reply(to: deleteJohn, version: .v2).answer)
  let v3 = try #require(MockService().reply(to: deleteJohn, version: .v3).answer)
  #expect(v2.body["succeded"] == true && v2.body["succeeded"] == nil)
  #expect(v3.body["succeeded"] == true && v3.body["succeded"] == nil)
}

@Test func `v3 takes its new scopes and asks for long passwords`() throws {
  let fields = newUser(["scopes": ["askai.write"], "password": "Long-enough-12"])
  let request = Request(.usersCreate, fields: fields)
  #expect(MockService().reply(to: request, version: .v2).answer?.status == 422)
  #expect(MockService().reply(to: request, version: .v3).answer?.status == 201)
  let short = Request(.usersCreate, fields: newUser())
  #expect(MockService().reply(to: short, version: .v3).answer?.status == 422)
}

@Test func `a missing phone is an absent key`() async throws {
  let service = MockService()
  let user = try #require(
    User(answer: try await service.write(Request(.usersCreate, fields: newUser()))))
  #expect(user.fields["phone"] == nil && user.fields["extension"] == nil)
  #expect(user.fields["totpEnabled"] == false)
  #expect(user.fields["dateAdded"] == .string(MockClock.start.description))
}

@Test func `a new user's id is 20 letters and digits, the same every time`() async throws {
  var ids: [String] = []
  for _ in 0..<2 {
    let answer = try await MockService().write(Request(.usersCreate, fields: newUser()))
    ids.append(try #require(answer["id"]?.string))
  }
  #expect(ids[0] == ids[1])
  #expect(ids[0].count == 20)
  #expect(ids[0].utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0 & 0xDF) })
}

@Test func `limits beyond the largest are cut`() async throws {
  let service = MockService(options: MockOptions(largestLimit: 10))
  let answer = try await service.read(searchRequest(["limit": "5000"]))
  #expect(answer["users"]?.array?.count == 10)
  #expect(answer["count"] == 42)
}

@Test func `partial permissions merge by the switch`() async throws {
  let rules = UserRules.Options(partialPermissions: .merge)
  let service = MockService(options: MockOptions(rules: rules))
  for flag in ["contactsEnabled", "tagsEnabled"] {
    let fields: JSONObject = ["permissions": [flag: false]]
    _ = try await service.write(Request(.usersUpdate, id: DefaultCompany.johnDeo, fields: fields))
  }
  let flags = try await service.read(getJohn)["permissions"]
  #expect(flags?["contactsEnabled"] == false && flags?["tagsEnabled"] == false)
}

@Test func `e-mails can be told apart by case, by the switch`() async throws {
  let service = MockService(options: MockOptions(ignoresEmailCase: false))
  let fields: JSONObject = ["companyId": .string(DefaultCompany.id), "emails": "JOHN@deo.com"]
  let found = try await service.read(Request(.usersFilterByEmail, fields: fields))
  #expect(found["count"] == 0)
  let create = Request(.usersCreate, fields: newUser(["email": "JOHN@deo.com"]))
  await #expect(throws: Never.self) { try await service.write(create) }
}

@Test func `locations are not checked when told so`() async {
  let request = Request(
    .usersUpdate, id: DefaultCompany.johnDeo, fields: ["locationIds": ["nowhere"]])
  await #expect(throws: ServiceError.self) { try await MockService().write(request) }
  let lax = MockService(options: MockOptions(checksLocations: false))
  await #expect(throws: Never.self) { try await lax.write(request) }
}

@Test func `a wrapped record is unwrapped on reading`() async throws {
  let service = MockService(options: MockOptions(wrapsUser: true))
  #expect(try answer(service, getJohn).body["user"]?["name"] == "John Deo")
  #expect(try await service.read(getJohn)["name"] == "John Deo")
}

@Test func `the older form of a search by e-mail is taken`() async throws {
  let service = MockService(options: MockOptions(deleteDelay: .zero))
  _ = try await service.write(deleteJohn)
  let fields: JSONObject = [
    "companyId": .string(DefaultCompany.id), "emails": ["john@deo.com", "jane@deo.com"],
    "includeDeleted": true,
  ]
  let found = try await service.read(Request(.usersFilterByEmail, fields: fields))
  #expect(found["count"] == 2)
}

@Test func `two-way sync can be asked for`() async throws {
  let none = try await MockService().read(searchRequest(["enabled2waySync": "true"]))
  #expect(none["count"] == 0)
}
