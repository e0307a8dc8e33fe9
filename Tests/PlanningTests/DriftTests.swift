import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct DriftTests {
  static let john = DefaultCompany.johnDeo
  static let changes: [JSONObject] = [
    ["firstName": "Jon"], ["lastName": "Doe"], ["type": "agency"], ["role": "user"],
    ["locationIds": [.string(DefaultCompany.lisbon)]], ["phone": "+15550001"],
    ["permissions": ["contactsEnabled": false]], ["scopes": []],
    ["scopesAssignedToOnly": ["contacts.write"]], ["profilePhoto": "https://acme.example/j.png"],
    ["twilioPhone": ["a": "+1555"]], ["platformLanguage": "de"],
  ]
  static let others: [JSONObject] = [
    ["firstName": "X"], ["lastName": "X"], ["type": "agency"], ["role": "agency_admin"],
    ["locationIds": [.string(DefaultCompany.zacatepec)]], ["phone": "+15550009"],
    ["permissions": ["workflowsEnabled": false]], ["scopes": ["conversations.readonly"]],
    ["scopesAssignedToOnly": ["conversations.readonly"]],
    ["profilePhoto": "https://acme.example/x.png"], ["twilioPhone": ["b": "+1555"]],
    ["platformLanguage": "fr_FR"],
  ]

  @Test(arguments: zip(changes, others))
  func `a field that moved is named, and nothing is written`(
    change: JSONObject, other: JSONObject
  ) async throws {
    let world = World()
    try await world.update(Self.john, change)
    let plan = world.plan
    _ = try await world.service.write(Request(.usersUpdate, id: Self.john, fields: other))
    let before = world.service.state
    let report = await world.apply(plan)
    #expect(report.status == .drift)
    #expect(report.drifts.map(\.field) == other.keys)
    #expect(report.drifts.first?.operation == 1)
    #expect(report.problem?.message.contains("john@deo.com") == true)
    #expect(world.service.state == before)
  }

  @Test func `a record that was only read is watched too`() async throws {
    let world = World()
    _ = try await world.gate.call(.usersGet, id: Self.john)
    try await world.create("new@acme.example")
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersUpdate, id: Self.john, fields: ["lastName": "Doe"]))
    #expect(await world.apply(plan).drifts.count == 1)
  }

  @Test func `a list that gives others now is drift`() async throws {
    let world = World()
    _ = try await world.search(["query": "deo"])
    try await world.create("nobody-like-them@acme.example")
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersCreate, fields: newUser("deo@acme.example", company: world.company)))
    let report = await world.apply(plan)
    #expect(report.status == .drift)
    #expect(report.drifts.first?.what == "users.search")
  }

  @Test func `a record that was only seen in a list is watched too, and named`() async throws {
    let world = World()
    _ = try await world.search(["query": "deo"])
    try await world.create("nobody-like-them@acme.example")
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersUpdate, id: Self.john, fields: ["role": "user"]))
    let before = world.service.state
    let report = await world.apply(plan)
    #expect(report.status == .drift)
    #expect(report.drifts.map(\.what) == ["john@deo.com"])
    #expect(report.drifts.map(\.subject) == [Self.john])
    #expect(world.service.state == before)
  }

  @Test func `how many there are on other pages is watched too`() async throws {
    let world = World()
    _ = try await world.search(["limit": "1"])
    try await world.update(Self.john, ["firstName": "Jon"])
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersCreate, fields: newUser("zz@acme.example", company: world.company)))
    #expect(await world.apply(plan).drifts.map(\.what) == ["users.search"])
  }

  @Test func `an e-mail that was taken when a recipe asked for it is watched`() async throws {
    let world = World()
    let refused = await error { try await world.create("john@deo.com") }
    #expect(refused?.service?.kind == .duplicateEmail)
    try await world.create("new@acme.example")
    let plan = world.plan
    _ = try await world.service.write(Request(.usersDelete, id: Self.john))
    world.service.settle()
    #expect(await world.apply(plan).status == .drift)
  }

  @Test func `an e-mail that was taken meanwhile is drift`() async throws {
    let world = World()
    try await world.create("new@acme.example")
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersCreate, fields: newUser("NEW@acme.example", company: world.company)))
    let report = await world.apply(plan)
    #expect(report.status == .drift)
    #expect(report.drifts.first?.what == "new@acme.example")
  }

  @Test func `a user that is gone is drift`() async throws {
    let world = World()
    try await world.update(Self.john, ["firstName": "Jon"])
    let plan = world.plan
    _ = try await world.service.write(Request(.usersDelete, id: Self.john))
    world.service.advance(by: .seconds(600))
    #expect(await world.apply(plan).status == .drift)
  }

  @Test func `a user that was not there and is now is drift`() async throws {
    let world = World()
    _ = await error { _ = try await world.gate.call(.usersGet, id: "late") }
    try await world.create("new@acme.example")
    let plan = world.plan
    var state = world.service.state
    state.users.append(["id": "late", "email": "late@acme.example"])
    let report = await Applier(to: MockService(state), secrets: world.gate.secrets)
      .apply(plan, now: world.service.now)
    #expect(report.drifts.map(\.what) == ["users.get late"])
    #expect(report.drifts.first?.expected == .none)
  }

  @Test func `a delete watches every field of the user`() async throws {
    let world = World()
    try await world.delete(Self.john)
    let plan = world.plan
    _ = try await world.service.write(
      Request(.usersUpdate, id: Self.john, fields: ["lastName": "Doe"]))
    #expect(await world.apply(plan).drifts.map(\.field) == ["lastName"])
  }

  @Test func `a service that cannot be read before the writes stops the apply`() async throws {
    let world = World()
    try await world.update(Self.john, ["firstName": "Jon"])
    world.service.inject(Fault(.answer(status: 503, message: "down"), on: .usersGet))
    let before = world.service.state
    let report = await world.apply()
    #expect(report.status == .failed)
    #expect(report.problem?.code == .unavailable)
    #expect(world.service.state == before)
  }
}
