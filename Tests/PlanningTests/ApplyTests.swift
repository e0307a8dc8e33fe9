import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct ApplyTests {
  let john = DefaultCompany.johnDeo

  @Test(arguments: seeds)
  func `an apply gives exactly the records that were foretold`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let users = Int.random(in: 1...120, using: &generator)
    let world = World(CompanyGenerator(seed: seed, users: users, locations: 4).state)
    try await MergeTests.scramble(world, &generator)
    let foretold = try await Self.everyone(world.gate.overlay, world.company)
    let report = await world.apply()
    #expect(report.status == .applied, "seed \(seed): \(String(describing: report.problem))")
    #expect(report.outcomes.allSatisfy { $0.result == .done(mispredicted: []) }, "seed \(seed)")
    world.service.advance(by: .seconds(600))
    let real = try await Self.everyone(world.service, world.company)
    #expect(real == foretold, "seed \(seed)")
  }

  /// All users by e-mail, without what only the service fills in.
  static func everyone(
    _ backend: any ReadBackend, _ company: String
  ) async throws -> [String: JSONObject] {
    var result: [String: JSONObject] = [:]
    var seen = 0
    while true {
      let answer = try await backend.read(
        Request(
          .usersSearch,
          fields: ["companyId": .string(company), "limit": "100", "skip": .string("\(seen)")]))
      let page = (answer["users"]?.array ?? []).compactMap(\.object)
      if page.isEmpty { return result }
      seen += page.count
      for var user in page {
        let email = User(user).email
        for name in ["dateAdded", "dateUpdated", "id"] { user[name] = nil }
        result[email] = user
      }
    }
  }

  @Test(arguments: seeds)
  func `planning again after an apply is empty`(seed: UInt64) async throws {
    let world = World(CompanyGenerator(seed: seed, users: 60, locations: 4).state)
    let people = world.service.state.users.map(User.init)
    await Self.ask(world, about: people, seed: seed)
    #expect(!world.gate.operations().isEmpty)
    #expect(await world.apply().status == .applied, "seed \(seed)")
    world.service.advance(by: .seconds(600))
    let again = World(over: world.service)
    await Self.ask(again, about: people, seed: seed)
    #expect(again.gate.operations().isEmpty, "seed \(seed)")
  }

  /// One wish for each user, always the same for a seed.
  private static func ask(_ world: World, about people: [User], seed: UInt64) async {
    var generator = SeededGenerator(seed: seed)
    for user in people {
      _ = await error {
        switch Int.random(in: 0...3, using: &generator) {
        case 0: try await world.delete(user.id)
        case 1: try await world.update(user.id, ["permissions": ["contactsEnabled": false]])
        case 2: try await world.update(user.id, ["scopes": [], "twilioPhone": ["a": ""]])
        default: try await world.create("\(user.id)@acme.example")
        }
      }
    }
  }

  @Test func `an apply that is stopped does not wait for ever for an answer`() async throws {
    let world = World()
    try await world.update(john, ["phone": "+15550001"])
    let plan = world.plan
    var options = ApplyOptions()
    options.stopPatience = .milliseconds(10)
    let silent = SilentBackend()
    let applier = Applier(to: silent, options: options)
    let apply = Task { await applier.apply(plan, company: world.company, now: world.service.now) }
    for await _ in silent.asked {
      apply.cancel()
      break
    }
    let report = await apply.value
    #expect(report.status == .interrupted && report.problem?.code == .resumable)
    guard case .unsettled = report.outcomes.first?.result else {
      Issue.record("\(report.outcomes)")
      return
    }
  }

  @Test func `an apply that is stopped before its first write was interrupted`() async throws {
    let world = World()
    try await world.update(john, ["phone": "+15550001"])
    let (plan, before) = (world.plan, world.service.state)
    let apply = Task {
      while !Task.isCancelled { await Task.yield() }
      return await Applier(to: world.service).apply(
        plan, company: world.company, now: world.service.now)
    }
    apply.cancel()
    let report = await apply.value
    #expect(report.status == .interrupted && report.problem?.code == .resumable)
    #expect(report.outcomes.isEmpty && world.service.state == before)
  }

  @Test func `the id of a created user takes the place of the reserved one`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example")
    try await world.update(id, ["phone": "+15550001"])
    let report = await world.apply()
    #expect(report.status == .applied)
    #expect(report.outcomes.map(\.id).allSatisfy { !$0.hasPrefix("~") })
    let real = try await world.service.read(Request(.usersGet, id: report.outcomes[1].id))
    #expect(real["phone"] == "+15550001")
  }

  @Test func `what cannot be taken back comes last`() async throws {
    let world = World()
    try await world.delete(john)
    try await world.create("new@acme.example")
    let journal = MemoryJournal()
    #expect(await world.apply(journal: journal).status == .applied)
    #expect(journal.entries == [.intent(2), .done(2), .intent(1), .done(1)])
  }

  @Test func `a failure leaves what needs it untouched and nothing else`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example")
    try await world.update(id, ["phone": "+15550001"])
    try await world.update(john, ["firstName": "Jon"])
    world.service.inject(
      Fault(.answer(status: 422, message: "no"), on: .usersCreate, times: 1))
    let journal = MemoryJournal()
    let report = await world.apply(journal: journal)
    #expect(report.status == .partial)
    #expect(report.outcomes.map(\.isDone) == [false, false, true])
    guard case .untouched = report.outcomes[1].result else {
      Issue.record("\(report.outcomes[1].result)")
      return
    }
    #expect(journal.entries == [.intent(1), .failed(1), .intent(3), .done(3)])
  }

  @Test func `a service that is gone ends the apply and leaves the intent open`() async throws {
    let world = World()
    try await world.update(john, ["firstName": "Jon"])
    try await world.update(john, ["lastName": "Doe"])
    world.service.inject(Fault(.drop(carriedOut: true), on: .usersUpdate))
    let journal = MemoryJournal()
    let report = await world.apply(journal: journal)
    #expect(report.status == .interrupted)
    #expect(report.problem?.code == .unavailable)
    guard case .unsettled = report.outcomes[0].result else {
      Issue.record("\(report.outcomes[0].result)")
      return
    }
    #expect(journal.entries == [.intent(1)])
  }

  @Test func `an expired plan and one of another company are refused`() async throws {
    let world = World()
    try await world.update(john, ["firstName": "Jon"])
    let plan = world.plan
    let before = world.service.state
    let late = await Applier(to: world.service).apply(plan, now: plan.expires)
    let other = await Applier(to: world.service)
      .apply(plan, company: "other", now: world.service.now)
    #expect(late.problem?.code == .drift)
    #expect(other.problem?.code == .drift)
    #expect(world.service.state == before)
  }

  @Test func `a plan without operations is applied at once`() async {
    #expect(await World().apply().status == .applied)
  }
}
