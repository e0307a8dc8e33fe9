import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@testable import Runs

@Suite struct StoreTests {
  @Test func `a plan is spent by its first intent, and only once`() async throws {
    let place = Place()
    let work = try await Work()
    let record = work.record()
    let folder = try place.store.begin(record, work.plan)
    #expect(place.store.spent(work.plan, on: "mock") == nil)
    let report = await work.apply(nil, try folder.beginJournal(record, clock: { Work.moment }))
    #expect(report.status == .applied)
    let spent = try #require(place.store.spent(work.plan, on: "mock"))
    #expect(spent.code == .drift && spent.message.contains(record.id))
    #expect(place.store.spent(work.plan, on: "another") == nil)
    // Even who did not look first writes nothing.
    let again = try await Work()
    let second = again.record("20260105T120000.000Z-second")
    let other = try place.store.begin(second, again.plan)
    let refused = await again.apply(nil, try other.beginJournal(second, clock: { Work.moment }))
    #expect(refused.status == .drift)
    #expect(again.service.state == (try await Work()).service.state)
  }

  @Test func `a run is listed with what came of it`() async throws {
    let place = Place()
    let work = try await Work()
    let record = work.record()
    let folder = try place.store.begin(record, work.plan)
    #expect(try folder.summary().status == "interrupted")
    let journal = try folder.beginJournal(record, clock: { Work.moment })
    let report = await work.apply(nil, journal)
    try folder.end(RunResult(report, ended: Work.moment))
    #expect(place.store.ids == [record.id])
    let found = try place.store.folder(of: String(record.id.prefix(18)))
    let summary = try found.summary()
    #expect(summary.status == "applied" && !summary.isResumable)
    #expect(summary.result?.done == work.plan.operations.count)
    #expect(try found.plan() == work.plan)
    #expect(try found.history().isFinished(work.plan))
  }

  @Test func `folders and files are their owner's alone`() async throws {
    let place = Place()
    let work = try await Work()
    let record = work.record()
    let folder = try place.store.begin(record, work.plan)
    _ = try folder.beginJournal(record, clock: { Work.moment })
    for (path, mode) in [
      (place.store.root, 0o700), (folder.path, 0o700), (folder.file("plan.json"), 0o600),
      (folder.file("journal.ndjson"), 0o600), (folder.file("run.json"), 0o600),
    ] {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      let found = facts[.posixPermissions].map { "\($0)" }
      #expect(found == "\(mode)", "\(path)")
    }
  }

  @Test func `a lock says who holds it`() throws {
    let place = Place()
    let lock = try place.store.lock("mock", for: "first", at: Work.moment)
    let problem = #expect(throws: Problem.self) {
      _ = try place.store.lock("mock", for: "second", at: Work.moment)
    }
    #expect(problem?.code == .locked && problem?.message.contains("run first") == true)
    _ = try place.store.lock("another", for: "second", at: Work.moment)
    withExtendedLifetime(lock) {}
  }

  @Test func `a lock holds for all folders of runs that share one for locks`() throws {
    let place = Place()
    let other = Place()
    let locks = "\(place.store.root)/shared"
    let store = RunStore(place.store.root, sharedLocks: locks)
    var lock: CompanyLock? = try store.lock("mock", for: "first", at: Work.moment)
    let elsewhere = RunStore(other.store.root, sharedLocks: locks)
    let problem = #expect(throws: Problem.self) {
      _ = try elsewhere.lock("mock", for: "second", at: Work.moment)
    }
    #expect(problem?.message.contains("run first in \(place.store.root), process") == true)
    // A store of its own knows nothing of them, and one that shares the folder of runs does.
    _ = try other.store.lock("mock", for: "second", at: Work.moment)
    #expect(throws: Problem.self) { try place.store.lock("mock", for: "second", at: Work.moment) }
    withExtendedLifetime(lock) {}
    lock = nil
    _ = try elsewhere.lock("mock", for: "second", at: Work.moment)
    // Where no file can be made for all, the own one is enough.
    let closed = RunStore(other.store.root, sharedLocks: "/proc/none/locks")
    _ = try closed.lock("mock", for: "third", at: Work.moment)
  }

  @Test func `a folder that cannot be written to is refused in words`() async throws {
    let work = try await Work()
    let problem = #expect(throws: Problem.self) {
      _ = try RunStore("/proc/none/runs").begin(work.record(), work.plan)
    }
    #expect(problem?.hint?.contains("--runs-dir") == true)
  }

  @Test func `prune removes what ended long ago, and nothing that can be resumed`() async throws {
    let place = Place()
    let work = try await Work()
    for (id, hasEnded) in [
      ("20260101T000000.000Z-aaaaaa", true), ("20260101T000000.000Z-bbbbbb", false),
    ] {
      let record = work.record(id)
      let folder = try place.store.begin(record, work.plan)
      guard hasEnded else { continue }
      let report = await work.apply(nil, MemoryJournal())
      try folder.end(RunResult(report, ended: Work.moment))
    }
    #expect(try place.store.prune(before: Work.moment).isEmpty)
    let later = Work.moment.advanced(by: .seconds(60))
    #expect(try place.store.prune(before: later) == ["20260101T000000.000Z-aaaaaa"])
    #expect(place.store.ids == ["20260101T000000.000Z-bbbbbb"])
  }

  @Test func `the event has the shape of the one it is named after`() async throws {
    let work = try await Work()
    let operation = try #require(work.plan.operations.last)
    let record = work.record()
    let event = DeleteEvent.json(operation, run: record, at: Work.moment, version: "1")
    #expect(event["event"]?["type"] == "user.delete.complete")
    #expect(event["event"]?["createInstant"] == 1_767_614_400_000)
    #expect(event["event"]?["tenantId"] == .string(work.plan.company))
    #expect(event["event"]?["user"]?["id"] == .string(operation.id))
    #expect(event["event"]?["user"]?["email"] == .string(operation.label))
    let id = try #require(event["event"]?["id"]?.string)
    #expect(
      id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    let again = DeleteEvent.json(operation, run: record, at: Work.moment, version: "1")
    #expect(event == again)
  }

  @Test func `what was foretold wrongly is counted`() async throws {
    let place = Place()
    let work = try await Work()
    var report = await work.apply(nil, MemoryJournal())
    let change = try #require(work.plan.operations.first?.diff.first)
    report.outcomes[0].result = .done(mispredicted: [change])
    try place.store.add(report.outcomes, for: "mock")
    try place.store.add(report.outcomes, for: "mock")
    let counts = place.store.fidelity(of: "mock").counts
    #expect(counts["users.update"] == Fidelity.Count(predicted: 8, wrong: 2))
    #expect(counts["users.create"] == Fidelity.Count(predicted: 2, wrong: 0))
    #expect(place.store.fidelity(of: "another").counts.isEmpty)
    // A plan in a file names its company, and not the address of the service.
    for address in ["https://one.test", "https://two.test"] {
      try place.store.add(report.outcomes, for: "live \(address) company")
    }
    let found = place.store.fidelity(of: "company", from: "live")
    #expect(found.counts["users.update"] == Fidelity.Count(predicted: 8, wrong: 2))
    #expect(place.store.fidelity(of: "company", from: "mock").counts.isEmpty)
  }
}
