import HighLevel
import JSON
import MockBackend
import Testing

@Test func `an unknown user is a 401 with the service's body`() throws {
  let reply = try answer(MockService(), Request(.usersGet, id: "nobody"))
  #expect(reply.status == 401)
  #expect(
    body(reply) == [
      "message": "The user does not exist.", "error": "Unauthorized", "statusCode": 401,
    ])
}

@Test func `an unknown user can be a 404 by the switch`() throws {
  let service = MockService(options: MockOptions(unknownUserStatus: 404))
  #expect(try answer(service, Request(.usersDelete, id: "nobody")).status == 404)
}

@Test func `a bad body is a 422 with a list of messages`() throws {
  let reply = try answer(
    MockService(), Request(.usersUpdate, id: DefaultCompany.johnDeo, fields: ["x": 1]))
  #expect(reply.status == 422)
  #expect(
    body(reply) == [
      "statusCode": 422, "message": ["property x should not exist"],
      "error": "Unprocessable Entity",
    ])
}

@Test func `a taken e-mail is a 400 with one message`() throws {
  let reply = try answer(
    MockService(), Request(.usersCreate, fields: newUser(["email": "john@deo.com"])))
  #expect(reply.status == 400)
  #expect(body(reply)["message"] == "A user with this email already exists")
}

@Test func `an invented version says status, not statusCode`() {
  #expect(
    body(.invalidVersion) == ["status": 401, "message": "version header is invalid"])
  #expect(body(.missingVersion)["message"] == "version header was not found.")
  #expect(body(.unknownPath("GET", "/userz"))["message"] == "Cannot GET /userz")
}

@Test func `every answer carries a trace id, each its own`() throws {
  let service = MockService()
  let requests = [
    getJohn, Request(.usersGet, id: "nobody"), searchRequest([:]),
    Request(.usersCreate, fields: [:]), deleteJohn,
    Request(.locationsGet, id: DefaultCompany.berlin),
  ]
  let ids = try requests.map { try answer(service, $0).body["traceId"]?.string }
  #expect(ids.allSatisfy { $0?.count == 36 })
  #expect(Set(ids).count == requests.count)
}

@Test func `statuses of success are those of the table`() throws {
  let service = MockService()
  #expect(try answer(service, getJohn).status == 200)
  #expect(try answer(service, Request(.usersCreate, fields: newUser())).status == 201)
  #expect(try answer(service, deleteJohn).status == 200)
}

@Test func `a bad token is told apart by its message`() async throws {
  for (token, message) in [
    (MockToken.badOAuth, "Invalid JWT"), (.badPrivate, "Invalid Private Integration token"),
  ] {
    let service = MockService(options: MockOptions(token: token))
    let error = await #expect(throws: ServiceError.self) { try await service.read(getJohn) }
    #expect(error?.kind == .badToken)
    #expect(error?.message == message)
    #expect(error?.traceId != nil)
  }
}

@Test func `a token without the scope is refused`() async {
  let token = MockToken(scopes: ["users.readonly"])
  let service = MockService(options: MockOptions(token: token))
  let error = await #expect(throws: ServiceError.self) { try await service.write(deleteJohn) }
  #expect(error?.kind == .missingScope)
  await #expect(throws: Never.self) { try await service.read(getJohn) }
}

@Test func `tokens of agency and location each miss an operation`() async {
  let byEmail = Request(
    .usersFilterByEmail, fields: ["companyId": .string(DefaultCompany.id), "emails": "a@b.c"])
  let byLocation = Request(
    .usersByLocation, fields: ["locationId": .string(DefaultCompany.berlin)])
  let agency = MockService(options: MockOptions(token: MockToken(level: .agency)))
  let location = MockService(
    options: MockOptions(token: MockToken(level: .location(DefaultCompany.berlin))))
  await #expect(throws: Never.self) { try await agency.read(byEmail) }
  await #expect(throws: Never.self) { try await location.read(byLocation) }
  for (service, request) in [(agency, byLocation), (location, byEmail)] {
    let error = await #expect(throws: ServiceError.self) { try await service.read(request) }
    #expect(error?.kind == .missingScope)
  }
}

@Test func `a token of one location does not reach another`() async throws {
  let token = MockToken(level: .location(DefaultCompany.berlin))
  let service = MockService(options: MockOptions(token: token))
  for request in [
    Request(.locationsGet, id: DefaultCompany.lisbon),
    searchRequest(["locationId": .string(DefaultCompany.lisbon)]),
  ] {
    let error = await #expect(throws: ServiceError.self) { try await service.read(request) }
    #expect(error?.kind == .wrongLocation)
    #expect(error?.status == 403)
  }
  let list = try await service.read(Request(.locationsSearch))
  #expect(list["locations"]?.array?.count == 1)
}
