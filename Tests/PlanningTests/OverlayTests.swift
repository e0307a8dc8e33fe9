import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct OverlayTests {
  let john = DefaultCompany.johnDeo

  @Test func `planning leaves the source as it is, byte for byte`() async throws {
    let world = World()
    let before = world.service.state.json.text()
    try await world.create("new@acme.example")
    try await world.update(john, ["locationIds": [.string(DefaultCompany.lisbon)]])
    try await world.delete(john)
    _ = try await world.search()
    #expect(world.service.state.json.text() == before)
  }

  @Test func `a change is seen by every later read`() async throws {
    let world = World()
    try await world.update(john, ["locationIds": [.string(DefaultCompany.lisbon)]])
    let record = try await world.gate.call(.usersGet, id: john)
    #expect(record["roles"]?["locationIds"] == [.string(DefaultCompany.lisbon)])
    let inLisbon = try await world.search(["locationId": .string(DefaultCompany.lisbon)])
    #expect(emails(inLisbon).contains("john@deo.com"))
    let inBerlin = try await world.search(["locationId": .string(DefaultCompany.berlin)])
    #expect(!emails(inBerlin).contains("john@deo.com"))
    let listed = try await world.gate.call(
      .usersByLocation, fields: ["locationId": .string(DefaultCompany.lisbon)])
    #expect(emails(listed).contains("john@deo.com"))
  }

  @Test func `a deleted user is not found`() async throws {
    let world = World()
    try await world.delete(john)
    for attempt in 0..<3 {
      let error = await error {
        switch attempt {
        case 0: _ = try await world.gate.call(.usersGet, id: john)
        case 1: try await world.update(john, ["firstName": "J"])
        default: try await world.delete(john)
        }
      }
      #expect(error?.service?.kind == .notFound)
      #expect(error?.service?.status == 401)
    }
    #expect(!emails(try await world.search(["query": "deo"])).contains("john@deo.com"))
    let found = try await world.gate.call(
      .usersFilterByEmail,
      fields: ["companyId": .string(world.company), "emails": "john@deo.com"])
    #expect(emails(found).isEmpty)
  }

  @Test func `an unknown user is the service's not found`() async {
    let world = World()
    let error = await error { try await world.update("nobody", ["firstName": "J"]) }
    #expect(error?.service?.kind == .notFound)
    #expect(world.gate.operations().isEmpty)
  }

  @Test func `a created user has a reserved id and is found by it and by e-mail`() async throws {
    let world = World()
    let id = try await world.create("New@acme.example")
    #expect(id == "~new:users:1~")
    let record = try await world.gate.call(.usersGet, id: id)
    #expect(record["email"] == "New@acme.example")
    #expect(record["password"] == nil)
    let found = try await world.gate.call(
      .usersFilterByEmail,
      fields: ["companyId": .string(world.company), "emails": ["new@ACME.example"]])
    #expect(found["users"] == [["id": .string(id), "email": "New@acme.example"]])
  }

  @Test(arguments: ["JOHN@deo.com", "new@acme.example"])
  func `an e-mail that is taken is the service's 400`(email: String) async throws {
    let world = World()
    try await world.create("new@acme.example")
    let error = await error { try await world.create(email) }
    #expect(error?.service?.kind == .duplicateEmail)
    #expect(error?.service?.status == 400)
    #expect(world.gate.operations().count == 1)
  }

  @Test func `the e-mail of a deleted user is free again`() async throws {
    let world = World()
    try await world.delete(john)
    let id = try await world.create("john@deo.com")
    #expect(emails(try await world.search(["ids": .string(id)])) == ["john@deo.com"])
    #expect(world.gate.operations().last?.depends == [1])
  }

  @Test func `a body that the service refuses is its 422`() async {
    let world = World()
    let error = await error { try await world.create("no address") }
    #expect(error?.service?.status == 422)
    #expect(error?.service?.messages == ["email must be an email"])
    let location = await OverlayTests.unknownLocation(in: world)
    #expect(location?.service?.status == 422)
    #expect(world.gate.operations().isEmpty)
  }

  private static func unknownLocation(in world: World) async -> GateError? {
    await error { try await world.update(DefaultCompany.johnDeo, ["locationIds": ["nowhere"]]) }
  }

  @Test func `an update that changes nothing is no operation`() async throws {
    let world = World()
    let record = try await world.gate.call(.usersGet, id: john)
    let user = User(record.object ?? [:])
    try await world.update(john, ["firstName": .string(user.firstName)])
    try await world.update(john, ["locationIds": .strings(user.locationIds)])
    try await world.update(john, ["scopes": .strings(user.scopes.reversed())])
    #expect(world.gate.operations().isEmpty)
    try await world.update(john, ["firstName": "Jon"])
    try await world.update(john, ["firstName": "Jon"])
    #expect(world.gate.operations().count == 1)
  }

  @Test func `a rollback takes back everything since the savepoint`() async throws {
    let world = World()
    try await world.update(john, ["firstName": "Jon"])
    let before = try await world.search(["limit": 100])
    let savepoint = world.gate.savepoint()
    try await world.create("new@acme.example")
    try await world.update(john, ["lastName": "Doe"])
    try await world.delete(john)
    world.gate.rollback(to: savepoint)
    #expect(try await world.search(["limit": 100])["users"] == before["users"])
    #expect(world.gate.operations().count == 1)
    let gone = await error { _ = try await world.gate.call(.usersGet, id: "~new:users:1~") }
    #expect(gone?.service?.kind == .notFound)
    #expect(try await world.create("new@acme.example") == "~new:users:2~")
  }

  @Test func `a token that may not look leaves a note in the plan`() async throws {
    let world = World()
    world.service.options.token = MockToken(level: .location(DefaultCompany.berlin))
    try await world.create(
      "john@deo.com", ["locationIds": [.string(DefaultCompany.lisbon)]])
    #expect(world.plan.unchecked.contains("whether the e-mail addresses are free"))
    #expect(world.plan.unchecked.contains("whether the locations exist"))
  }

  @Test func `a capability that is missing is refused before anything else`() async throws {
    let world = World(can: try CapabilitySet(parsing: ["users.read"]))
    let error = await error { try await world.update("nobody", ["firstName": 1]) }
    guard case .refused(let problem) = error else {
      Issue.record("not refused: \(String(describing: error))")
      return
    }
    #expect(problem.code == .capability)
  }
}
