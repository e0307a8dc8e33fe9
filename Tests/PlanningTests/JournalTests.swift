import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct JournalTests {
  @Test func `what cannot be written down first is not sent`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    let before = world.service.state
    let report = await Applier(to: world.service, journal: BrokenJournal(breaksAt: .intent))
      .apply(world.plan, now: world.service.now)
    #expect(report.status == .interrupted)
    #expect(report.problem?.message == "disk full")
    #expect(report.outcomes.map(\.result) == [.untouched("disk full")])
    #expect(world.service.state == before)
  }

  @Test func `what was sent counts as done, and then no more is sent`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await world.update(DefaultCompany.johnDeo, ["lastName": "Doe"])
    let report = await Applier(to: world.service, journal: BrokenJournal(breaksAt: .done))
      .apply(world.plan, now: world.service.now)
    #expect(report.status == .interrupted)
    #expect(report.outcomes.map(\.isDone) == [true, false])
    let user = try await world.service.read(Request(.usersGet, id: DefaultCompany.johnDeo))
    #expect(user["name"] == "Jon Deo")
  }

  @Test func `a cancelled task sends nothing more`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    let before = world.service.state
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await world.apply()
    }
    task.cancel()
    let report = await task.value
    #expect(report.status == .interrupted)
    #expect(report.problem?.code == .resumable)
    #expect(world.service.state == before)
  }

  @Test func `an answer that is not as foretold is reported`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["permissions": ["contactsEnabled": false]])
    let plan = world.plan
    #expect(plan.operations.first?.diff.count ?? 0 > 1)
    world.service.options.rules.partialPermissions = .merge
    let report = await world.apply(plan)
    #expect(report.status == .applied)
    guard case .done(let mispredicted) = report.outcomes[0].result else {
      Issue.record("\(report.outcomes[0].result)")
      return
    }
    #expect(!mispredicted.isEmpty)
    #expect(!mispredicted.contains { $0.path == "/permissions/contactsEnabled" })
  }
}

/// A journal on a disk that is full.
private struct BrokenJournal: OperationJournal {
  enum Point { case intent, done }

  let breaksAt: Point

  func intent(_ operation: PlannedOperation) throws(Problem) {
    if breaksAt == .intent { throw Problem(.error, "disk full") }
  }

  func done(_ operation: PlannedOperation, answer: JSONValue) throws(Problem) {
    if breaksAt == .done { throw Problem(.error, "disk full") }
  }

  func failed(_ operation: PlannedOperation, error: ServiceError) {}
}
