import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization
import Testing

/// A journal that dies at a chosen write: what was written before it stays, nothing comes after.
final class MortalJournal: OperationJournal {
  let inner = MemoryJournal()
  private let left: Mutex<Int>
  /// Whether the write at which it dies still reaches the journal.
  private let keepsLast: Bool

  init(writes: Int, keepsLast: Bool) {
    left = Mutex(writes)
    self.keepsLast = keepsLast
  }

  func intent(_ operation: PlannedOperation) throws(Problem) {
    try live { inner.intent(operation) }
  }

  func done(_ operation: PlannedOperation, answer: JSONValue) throws(Problem) {
    try live { inner.done(operation, answer: answer) }
  }

  func failed(_ operation: PlannedOperation, error: ServiceError) throws(Problem) {
    try live { inner.failed(operation, error: error) }
  }

  func gone(_ operation: PlannedOperation) throws(Problem) {
    try live { inner.gone(operation) }
  }

  private func live(_ write: () -> Void) throws(Problem) {
    let dies = left.withLock { left in
      left -= 1
      return (now: left <= 0, last: left == 0)
    }
    if !dies.now || dies.last && keepsLast { write() }
    if dies.now { throw Problem(.error, "killed") }
  }
}

/// A service that counts the writes it carried out.
final class CountingService: Backend {
  let service: MockService
  private let counts = Mutex<[String: Int]>([:])

  init(_ service: MockService) { self.service = service }

  /// How often each request with an effect came, by its text.
  var effects: [String: Int] { counts.withLock(\.self) }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await service.read(request)
  }

  func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    let answer = try await service.write(request)
    let text = "\(request.operation.name) \(request.id) \(JSONValue.object(request.fields).text())"
    counts.withLock { $0[text, default: 0] += 1 }
    return answer
  }
}

@Suite struct ResumeTests {
  static let other = User(DefaultCompany.state.users[1]).id

  /// Waiting moves the stand-in's clock.
  static func following(_ service: MockService) -> ApplyOptions.Following {
    ApplyOptions.Following(limit: .seconds(600)) { service.advance(by: $0) }
  }

  @Test(arguments: seeds, [1, 4])
  func `killed at any write of the journal, a resumed run ends as one that was not disturbed`(
    seed: UInt64, concurrency: Int
  ) async throws {
    let state = CompanyGenerator(seed: seed, users: 12, locations: 3).state
    let undisturbed = try await Self.run(state, seed, concurrency, dyingAt: nil, keepsLast: true)
    #expect(undisturbed.statuses == [.applied], "seed \(seed)")
    // Every fifth write of each company; another fifth for every seed.
    for death in stride(from: Int(seed % 5) + 1, through: undisturbed.writes, by: 5) {
      for keepsLast in [true, false] {
        let run = try await Self.run(state, seed, concurrency, dyingAt: death, keepsLast: keepsLast)
        let place = "seed \(seed), death \(death), kept \(keepsLast)"
        #expect(run.statuses.last == .applied, "\(place)")
        #expect(Self.differences(run.people, undisturbed.people) == [], "\(place)")
        #expect(run.repeated.isEmpty, "\(place): \(run.repeated)")
      }
    }
  }

  /// `ana@acme.test/lcPhone`, …
  private static func differences(
    _ found: [String: JSONObject], _ wanted: [String: JSONObject]
  ) -> [String] {
    Set(found.keys).union(wanted.keys).sorted().flatMap { email -> [String] in
      let (left, right) = (found[email] ?? [:], wanted[email] ?? [:])
      return Set(left.keys).union(right.keys).sorted().filter { left[$0] != right[$0] }
        .map { "\(email)/\($0): \(left[$0] ?? .null) \(right[$0] ?? .null)" }
    }
  }

  private struct Ended {
    var statuses: [ApplyReport.Status]
    var people: [String: JSONObject]
    var writes: Int
    var repeated: [String]
  }

  private static func run(
    _ state: MockState, _ seed: UInt64, _ concurrency: Int, dyingAt death: Int?, keepsLast: Bool
  ) async throws -> Ended {
    var generator = SeededGenerator(seed: seed)
    let world = World(state)
    try await MergeTests.scramble(world, &generator)
    let plan = world.plan
    let service = CountingService(world.service)
    let journal = MortalJournal(writes: death ?? .max, keepsLast: keepsLast)
    let options = ApplyOptions(
      concurrency: concurrency, following: following(world.service))
    let first = await Applier(
      to: service, secrets: world.gate.secrets, journal: journal, options: options
    ).apply(plan, company: world.company, now: world.service.now)
    var statuses = [first.status]
    let writes = journal.inner.entries.count
    if death != nil {
      let second = await Applier(
        to: service, secrets: world.gate.secrets, journal: MemoryJournal(), options: options
      ).resume(plan, from: journal.inner.history, company: world.company)
      statuses.append(second.status)
    }
    return Ended(
      statuses: statuses,
      people: try await ApplyTests.everyone(world.service, world.company), writes: writes,
      repeated: service.effects.filter { $0.value > 1 }.map(\.key))
  }

  @Test func `an answer that was lost is settled by looking`() async throws {
    for carriedOut in [true, false] {
      let world = World()
      try await world.create("new@acme.example")
      try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
      try await world.delete(Self.other)
      for operation in [HighLevel.Operation.usersCreate, .usersUpdate, .usersDelete] {
        world.service.inject(Fault(.drop(carriedOut: carriedOut), on: operation, times: 1))
      }
      let plan = world.plan
      let service = CountingService(world.service)
      let journal = MemoryJournal()
      let options = ApplyOptions(following: Self.following(world.service))
      let applier = Applier(
        to: service, secrets: world.gate.secrets, journal: journal, options: options)
      var report = await applier.apply(plan, now: world.service.now)
      // One fault ends one session.
      for _ in 0..<3 where report.status == .interrupted {
        report = await applier.resume(plan, from: journal.history)
      }
      #expect(report.status == .applied, "\(String(describing: report.problem))")
      #expect(report.outcomes.last?.isGone == true)
      let people = try await ApplyTests.everyone(world.service, world.company)
      #expect(people["new@acme.example"] != nil)
      #expect(people["john@deo.com"]?["firstName"] == "Jon")
    }
  }

  @Test func `a number that was not set at its location is not taken for set`() async throws {
    let world = World()
    let numbers: JSONObject = [DefaultCompany.lisbon: "+351210000000"]
    try await world.update(Self.other, ["twilioPhone": .object(numbers)])
    let journal = MortalJournal(writes: 1, keepsLast: true)
    let plan = world.plan
    _ = await Applier(to: world.service, journal: journal).apply(plan, now: world.service.now)
    let report = await Applier(to: world.service).resume(plan, from: journal.inner.history)
    #expect(report.status == .applied)
    let user = try await world.service.read(Request(.usersGet, id: Self.other))
    #expect(user["lcPhone"]?[DefaultCompany.lisbon] == "+351210000000")
  }

  @Test func `a delete of a user that the plan created is followed by the service's id`()
    async throws
  {
    let world = World()
    let new = try await world.create("new@acme.example")
    try await world.delete(new)
    let told = Mutex<[String]>([])
    let following = ApplyOptions.Following(
      limit: .seconds(600), wait: { world.service.advance(by: $0) },
      gone: { operation in told.withLock { $0.append(operation.id) } })
    let applier = Applier(
      to: world.service, secrets: world.gate.secrets, options: ApplyOptions(following: following))
    let report = await applier.apply(world.plan, now: world.service.now)
    #expect(report.outcomes.last?.isGone == true)
    #expect(told.withLock { $0.first?.hasPrefix("~") } == false)
    let people = try await ApplyTests.everyone(world.service, world.company)
    #expect(people["new@acme.example"] == nil)
  }

  @Test func `what was not begun and moved since stays untouched`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await world.update(Self.other, ["firstName": "Theo"])
    let journal = MortalJournal(writes: 2, keepsLast: true)
    let plan = world.plan
    let first = await Applier(to: world.service, journal: journal)
      .apply(plan, now: world.service.now)
    #expect(first.status == .interrupted)
    _ = try await world.service.write(
      Request(.usersUpdate, id: Self.other, fields: ["firstName": "Edward"]))
    let second = await Applier(to: world.service).resume(plan, from: journal.inner.history)
    #expect(second.status == .partial)
    #expect(second.drifts.map(\.field) == ["firstName"])
    let ted = try await world.service.read(Request(.usersGet, id: Self.other))
    #expect(ted["firstName"] == "Edward")
  }

  @Test func `a request that may still take effect is waited for`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    let sent = Timestamp(milliseconds: 1000)
    let waited = Mutex<[Duration]>([])
    let settling = ApplyOptions.Settling(
      patience: .seconds(10), wait: { time in waited.withLock { $0.append(time) } },
      clock: { Timestamp(milliseconds: 4000) })
    let report = await Applier(
      to: world.service, options: ApplyOptions(settling: settling)
    ).resume(world.plan, from: RunHistory(states: [1: .open(since: sent)]))
    #expect(report.status == .applied)
    #expect(waited.withLock(\.self) == [.seconds(7)])
  }
}
