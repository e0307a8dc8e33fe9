import Cron
import DaemonStore
import Diagnostics
import FoundationEssentials
import HighLevel
import Settings
import Testing

@testable import Scheduler

/// A schedule as the settings would have it.
func definition(_ lines: String = "", deletes: Bool = false) throws -> ScheduleDefinition {
  let folder =
    "\(FileManager.default.temporaryDirectory.path)/ghlua-s\(UInt64.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let text = """
    [[schedule]]
    name = "nightly"
    recipe = "audit-access"
    args = { who = "ana" }
    \(lines.contains("cron =") ? "" : "cron = \"*/10 * * * *\"")
    \(lines)
    """
  try Data(text.utf8).write(to: URL(filePath: "\(folder)/ghlua.toml"))
  let settings = try Settings.load(
    environment: [:], project: "\(folder)/ghlua.toml", system: "\(folder)/none")
  return try ScheduleDefinition(
    try #require(settings.schedules.first), zones: ZoneDatabase(), profile: "main", company: "c1",
    deletes: deletes)
}

func time(_ text: String) throws -> Timestamp {
  try #require(Timestamp(rfc3339: "2026-05-01T\(text):00Z"))
}

@Suite struct SlotPlanTests {
  private func plan(
    _ lines: String = "", _ cursor: String, _ now: String, deletes: Bool = false
  ) throws -> [(slot: String, what: String)] {
    let entries = SlotPlan(
      try definition(lines, deletes: deletes), cursor: try time(cursor), now: try time(now)
    ).entries
    return entries.map { entry in
      let status = entry.reason == nil ? "\(entry.overlap)" : entry.status.rawValue
      return (String(entry.slot.description.dropFirst(11).prefix(5)), status)
    }
  }

  private func line(_ entries: [(slot: String, what: String)]) -> String {
    entries.map { "\($0.slot) \($0.what)" }.joined(separator: ", ")
  }

  @Test func `a slot whose time has come is run, once it is behind the cursor`() throws {
    #expect(line(try plan("", "10:05", "10:09")) == "")
    #expect(line(try plan("", "10:05", "10:10")) == "10:10 forbid")
    #expect(line(try plan("", "10:10", "10:10")) == "")
  }

  @Test func `of slots that were missed the last one stands for all`() throws {
    #expect(
      line(try plan("", "10:05", "10:35")) == "10:10 skipped, 10:20 skipped, 10:30 forbid")
  }

  @Test func `a recipe that deletes is not caught up on`() throws {
    #expect(
      line(try plan("", "10:05", "10:35", deletes: true))
        == "10:10 missed, 10:20 missed, 10:30 missed")
    #expect(
      line(try plan("", "10:05", "10:30", deletes: true))
        == "10:10 missed, 10:20 missed, 10:30 forbid")
    #expect(
      line(try plan("misfire = \"coalesce\"", "10:05", "10:15", deletes: true)) == "10:10 forbid")
  }

  @Test func `all are caught up on, one after the other, up to the deadline`() throws {
    #expect(
      line(try plan("misfire = \"all\"", "10:05", "10:35"))
        == "10:10 queue, 10:20 queue, 10:30 queue")
    #expect(
      line(try plan("misfire = \"all\"\ndeadline = \"20m\"\noverlap = \"allow\"", "10:05", "10:35"))
        == "10:10 missed, 10:20 allow, 10:30 allow")
    #expect(line(try plan("deadline = \"1m\"", "10:05", "10:15")) == "10:10 missed")
  }

  @Test func `a year of minutes is a hundred rows and one for the rest`() throws {
    let definition = try definition("cron = \"* * * * *\"")
    let now = try time("10:00")
    let entries = SlotPlan(
      definition, cursor: now.advanced(by: .seconds(-86_400 * 30)), now: now
    ).entries
    #expect(entries.count == SlotPlan.mostRows + 1)
    #expect(
      entries[0].reason
        == "43100 slots from 2026-04-01T10:01:00+00:00 on passed while nobody ran them")
    #expect(entries.last?.reason == nil)
  }
}

@Suite struct SchedulerTests {
  private func withStore(_ body: (any Store) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/ghlua-s\(UInt64.random(in: 0 ... .max)).sqlite"
    let store = try await StoreOpener.sqlite(path)
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    do { try await body(store) } catch {
      await store.close()
      throw error
    }
    await store.close()
  }

  @Test func `daemons on one store make one run of a slot`() async throws {
    try await withStore { store in
      let definition = try definition("jitter = \"1h\"\ndeadline = \"2h\"\napply = true")
      let now = try await store.now()
      _ = try await Scheduler([definition], store: store).look(at: now)
      let next = try #require(definition.times(after: now, count: 1).first)
      let looks = try await withThrowingTaskGroup(of: Scheduler.Look.self) { group in
        for _ in 0..<8 {
          group.addTask { try await Scheduler([definition], store: store).look(at: next) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(looks.map(\.fired.count).reduce(0, +) == 1)
      let run = try #require(try await store.runs(RunFilter(), ListPage()).first)
      #expect(run.slot == next)
      #expect(run.recipe == "audit-access")
      #expect(run.concurrencyKey == "c1")
      #expect(run.appliesItself)
      #expect(run.notBefore == next.advanced(by: definition.delay))
      #expect(run.deadline == next.advanced(by: definition.delay + .seconds(7200)))
      #expect(try await store.documents(of: run.id).arguments == #"{"who":"ana"}"#)
    }
  }

  @Test func `a new schedule does not run for the time before it`() async throws {
    try await withStore { store in
      let scheduler = Scheduler([try definition()], store: store)
      let look = try await scheduler.look()
      #expect(look.fired.isEmpty)
      let now = try await store.now()
      #expect(look.next <= now.advanced(by: .seconds(30)))
    }
  }

  @Test func `a schedule that is not enabled does nothing`() async throws {
    try await withStore { store in
      let scheduler = Scheduler([try definition("enabled = false")], store: store)
      let later = try await store.now().advanced(by: .seconds(86_400))
      #expect(try await scheduler.look(at: later).fired.isEmpty)
      #expect(try await store.schedules().isEmpty)
    }
  }

  @Test func `jitter is the same every time, and less than its bound`() throws {
    let first = try definition("jitter = \"10m\"")
    #expect(first.delay == (try definition("jitter = \"10m\"")).delay)
    #expect(first.delay > .zero)
    #expect(first.delay < .seconds(600))
    #expect(try definition().delay == .zero)
  }

  @Test func `upcoming runs are in order`() async throws {
    try await withStore { store in
      let scheduler = Scheduler([try definition()], store: store)
      let upcoming = scheduler.upcoming(after: try time("10:05"), count: 2)
      #expect(upcoming.map(\.at) == [try time("10:10"), try time("10:20")])
    }
  }

  @Test func `a zone that is not there is told with its place`() throws {
    let problem = #expect(throws: Problem.self) { try definition("tz = \"Europe/Belin\"") }
    #expect(problem?.place?.line == 1)
    #expect(problem?.hint == "did you mean 'Europe/Berlin'?")
  }

  @Test func `pings go where healthchecks expects them`() {
    let base = "https://hc-ping.com/abc"
    #expect(SchedulePing.start.url(base) == "https://hc-ping.com/abc/start")
    #expect(SchedulePing.success.url(base + "/") == "https://hc-ping.com/abc")
    #expect(SchedulePing.fail.url(base) == "https://hc-ping.com/abc/fail")
  }
}
