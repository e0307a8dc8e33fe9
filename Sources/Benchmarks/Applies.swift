import CPosix
import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Runs

/// What an apply costs besides the service: in memory, and what its journal adds on the disk.
enum Applies {
  private static let users = 50_000
  private static let sizes = [1_000, 10_000]
  /// Operations written down, one after the other.
  private static let operations = 200

  static func figures() async throws -> [Figure] {
    let state = CompanyGenerator(seed: 1, users: users, locations: 20).state
    var figures: [Figure] = []
    for size in sizes {
      var figure = Figure(
        group: "applies", name: "\(size) changes applied in memory",
        value: try await applied(size, state), unit: .seconds)
      if size > sizes[0] {
        figure.against = "\(sizes[0]) changes applied in memory"
        figure.mostTimes = 11
      }
      figures.append(figure)
    }
    return try await figures + journal()
  }

  private static func plan(_ size: Int, on service: MockService) async throws -> Plan {
    let gate = Gate(overlay: Overlay(over: service, now: service.now), capabilities: .everything)
    for user in service.state.users.filter({ !User($0).isDeleted }).prefix(size) {
      let fields: JSONObject = ["phone": .string("+49 \(User(user).id)")]
      _ = try await gate.call(.usersUpdate, id: User(user).id, fields: fields)
    }
    return Plan(
      of: gate, recipe: Plan.Recipe(name: "bench", version: "1", sha256: ""),
      company: service.companyId, source: "mock", created: service.now)
  }

  private static func applied(_ size: Int, _ state: MockState) async throws -> Double {
    let service = MockService(state)
    let plan = try await plan(size, on: service)
    let start = ContinuousClock.now
    let report = await Applier(to: service).apply(plan, now: service.now)
    let time = ContinuousClock.now - start
    if report.status != .applied, let problem = report.problem { throw problem }
    return time / .seconds(1)
  }

  /// An operation has one intent, which waits for the disk, and one answer, which does not.
  private static func journal() async throws -> [Figure] {
    let folder = "\(FileManager.default.temporaryDirectory.path)/ghlua-bench-\(ghlua_process())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try await plan(1, on: MockService())
    let now = plan.created
    let record = RunRecord(
      id: RunID.make(at: now), plan: plan.id, checksum: plan.checksum, recipe: "bench",
      version: "1", company: plan.company, source: "mock", target: "bench", started: now)
    let run = try RunStore(folder).begin(record, plan)
    let journal = try run.beginJournal(record) { now }
    let operation = plan.operations[0]
    let written = try await Stopwatch.seconds(each: operations) {
      for _ in 0..<operations {
        try journal.intent(operation)
        try journal.done(operation, answer: [:])
      }
    }
    let file = ghlua_open_append("\(folder)/bare", 2)
    defer { ghlua_close(file) }
    let line = String(repeating: "x", count: 99) + "\n"
    let bare = await Stopwatch.seconds(each: operations) {
      for _ in 0..<operations {
        _ = ghlua_write(file, line, line.utf8.count)
        _ = ghlua_sync(file)
      }
    }
    var figure = Figure(
      group: "applies", name: "journal of an operation", value: written, unit: .seconds)
    figure.against = "bare fsync"
    return [
      Figure(group: "applies", name: "bare fsync", value: bare, unit: .seconds), figure,
    ]
  }
}
