import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct UndoTests {
  let john = DefaultCompany.johnDeo
  let other = User(DefaultCompany.state.users[1]).id

  /// Applies what a world planned and gives the way back.
  private func applied(_ world: World) async throws -> UndoPlan {
    let journal = MemoryJournal()
    let plan = world.plan
    let report = await world.apply(plan, journal: journal)
    #expect(report.status == .applied, "\(String(describing: report.problem))")
    return try await undo(plan, journal, world)
  }

  private func undo(
    _ plan: Plan, _ journal: MemoryJournal, _ world: World
  ) async throws -> UndoPlan {
    try await UndoPlan(
      of: plan, history: journal.history, run: "run", in: world.service, sourceName: "mock",
      now: world.service.now)
  }

  @Test(arguments: seeds)
  func `undo gives back every field that can be given back`(seed: UInt64) async throws {
    let world = World(CompanyGenerator(seed: seed, users: 40, locations: 4).state)
    var generator = SeededGenerator(seed: seed)
    try await MergeTests.scramble(world, &generator)
    let before = try await ApplyTests.everyone(world.service, world.company)
    let undo = try await applied(world)
    world.service.advance(by: .seconds(600))
    let back = await Applier(to: world.service, secrets: undo.secrets)
      .apply(undo.plan, company: world.company, now: world.service.now)
    #expect(back.status == .applied, "seed \(seed): \(String(describing: back.problem))")
    world.service.advance(by: .seconds(600))
    let after = try await ApplyTests.everyone(world.service, world.company)
    let lost = Set(undo.losses.map(\.label))
    #expect(
      after.filter { !lost.contains($0.key) } == before.filter { !lost.contains($0.key) },
      "seed \(seed)")
    // Nothing is lost without a reason that the plan gave before.
    let lasting = world.plan.operations.filter { $0.irreversible != nil }.map(\.label)
    #expect(lost.isSubset(of: lasting), "seed \(seed): \(undo.losses)")
  }

  @Test func `two updates of one user are taken back at once`() async throws {
    let world = World()
    try await world.update(john, ["firstName": "Jon"])
    try await world.update(john, ["firstName": "Jonathan", "locationIds": []])
    let undo = try await applied(world)
    #expect(undo.plan.operations.count == 1)
    #expect(undo.plan.operations.first?.request.keys.sorted() == ["firstName", "locationIds"])
    #expect(undo.losses.isEmpty)
  }

  @Test func `a created user is deleted, and that is called lasting`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example")
    try await world.update(id, ["phone": "+15550001"])
    let undo = try await applied(world)
    #expect(undo.plan.operations.map(\.kind) == [.delete])
    #expect(undo.plan.operations.first?.irreversible != nil)
  }

  @Test func `a deleted user and a password are named as lost`() async throws {
    let world = World()
    try await world.update(john, ["password": "Sun-Rise-2027!"])
    try await world.delete(other)
    let undo = try await applied(world)
    #expect(undo.plan.operations.isEmpty)
    #expect(undo.losses.map(\.field) == [nil, "password"])
  }

  @Test func `what somebody changed after the apply is left alone`() async throws {
    let world = World()
    try await world.update(john, ["firstName": "Jon", "lastName": "Doe"])
    let journal = MemoryJournal()
    let plan = world.plan
    _ = await world.apply(plan, journal: journal)
    _ = try await world.service.write(
      Request(.usersUpdate, id: john, fields: ["lastName": "Smith"]))
    let undo = try await undo(plan, journal, world)
    #expect(undo.plan.operations.first?.request.keys == ["firstName"])
    #expect(undo.losses.map(\.field) == ["lastName"])
  }

  @Test func `an undo that was done finds nothing more to do`() async throws {
    let world = World()
    try await world.update(john, ["phone": "+15550001", "permissions": ["tagsEnabled": false]])
    let journal = MemoryJournal()
    let plan = world.plan
    _ = await world.apply(plan, journal: journal)
    let first = try await undo(plan, journal, world)
    #expect(await world.apply(first.plan).status == .applied)
    let second = try await undo(plan, journal, world)
    #expect(second.plan.operations.isEmpty && second.losses.isEmpty, "\(second.losses)")
  }
}
