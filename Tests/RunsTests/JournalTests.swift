import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization
import Testing

@testable import Runs

@Suite struct JournalTests {
  private func journal(_ file: any AppendFile, _ work: Work) throws(Problem) -> FileJournal {
    try FileJournal(
      beginning: file, path: "journal.ndjson", run: "run", checksum: work.plan.checksum,
      clock: { Work.moment })
  }

  @Test func `what was written is read again`() async throws {
    let work = try await Work()
    let disk = SmallDisk()
    let report = await work.apply(nil, try journal(disk, work))
    #expect(report.status == .applied, "\(String(describing: report.problem))")
    let content = try JournalContent(disk.text, path: "journal.ndjson")
    #expect(content.history.isFinished(work.plan))
    #expect(content.length == disk.text.utf8.count)
    #expect(content.lastNumber == work.plan.operations.count * 2 + 1)
    // One wait for each intent, one for the header, and none for what came of them.
    #expect(disk.content.withLock(\.syncs) == work.plan.operations.count + 1)
  }

  /// The heart of the matter: the power goes somewhere in the journal.
  @Test func `cut at any byte, the resumed run ends as one that was not disturbed`() async throws {
    try await cutEverywhere(by: 1) { try await Work() }
  }

  /// `GHLUA_CUT_STEP=1` at every byte, which takes a while.
  @Test func `the same with 200 operations`() async throws {
    let step = ProcessInfo.processInfo.environment["GHLUA_CUT_STEP"].flatMap { Int($0) } ?? 1499
    let state = CompanyGenerator(seed: 1, users: 68, locations: 3).state
    try await cutEverywhere(by: step) { try await Work.long(state) }
  }

  private func cutEverywhere(by step: Int, _ make: () async throws -> Work) async throws {
    let fresh = try await make()
    let calm = fresh.again()
    let whole = SmallDisk()
    #expect(await calm.apply(nil, try journal(whole, calm)).status == .applied)
    let expected = calm.people
    let header = whole.text.prefix { $0 != "\n" }.utf8.count + 1
    let end = whole.text.utf8.count
    let lanes = ProcessInfo.processInfo.activeProcessorCount
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<lanes {
        group.addTask {
          for room in stride(from: header + lane * step, to: end, by: step * lanes) {
            try await cut(fresh.again(), at: room, expecting: expected)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func cut(_ work: Work, at room: Int, expecting expected: [String: JSONObject])
    async throws
  {
    let counter = Counter(work.service)
    let disk = SmallDisk(room: room, .powerLoss)
    _ = await work.apply(counter, try journal(disk, work))
    let content = try JournalContent(disk.text, path: "journal.ndjson")
    let next = SmallDisk(holding: disk.text)
    let resumed = try FileJournal(
      resuming: next, path: "journal.ndjson", content, clock: { Work.moment })
    let report = await work.resume(counter, resumed, content.history)
    #expect(report.status == .applied, "at byte \(room): \(String(describing: report.problem))")
    #expect(work.people == expected, "at byte \(room)")
    #expect(counter.most == 1 && counter.total == work.plan.operations.count, "at byte \(room)")
    let end = try JournalContent(next.text, path: "journal.ndjson")
    #expect(end.history.isFinished(work.plan), "at byte \(room)")
  }

  @Test func `every other damage is an error with its line`() async throws {
    let work = try await Work()
    let disk = SmallDisk()
    _ = await work.apply(nil, try journal(disk, work))
    let lines = disk.text.split(separator: "\n").map(String.init)
    for place in lines.indices.dropLast() {
      var damaged = lines
      damaged[place] = damaged[place].replacing("\"at\"", with: "\"At\"")
      #expect(throws: Problem.self, "line \(place + 1) changed") { try Self.read(damaged) }
      damaged = lines
      damaged.remove(at: place)
      #expect(throws: Problem.self, "line \(place + 1) left out") { try Self.read(damaged) }
      damaged = lines
      damaged.swapAt(place, place + 1)
      #expect(throws: Problem.self, "line \(place + 1) moved") { try Self.read(damaged) }
    }
    let problem = #expect(throws: Problem.self) {
      var damaged = lines
      damaged[3] = ""
      try Self.read(damaged)
    }
    #expect(problem?.place?.line == 4)
  }

  @Test func `a journal of another version is refused`() async throws {
    let problem = #expect(throws: Problem.self) {
      _ = try JournalContent("{\"format\":\"ghlua.journal/2\"}\n", path: "j")
    }
    #expect(problem?.message.contains("ghlua.journal/2") == true)
  }

  @Test func `a disk that is full stops everything before the next request`() async throws {
    let whole = SmallDisk()
    let calm = try await Work()
    _ = await calm.apply(nil, try journal(whole, calm))
    for room in stride(from: 0, to: whole.text.utf8.count, by: 7) {
      let work = try await Work()
      let counter = Counter(work.service)
      let disk = SmallDisk(room: room)
      do throws(Problem) {
        let report = await work.apply(counter, try journal(disk, work))
        #expect(report.status == .interrupted, "room \(room)")
        #expect(report.problem?.message.contains("the disk is full") == true, "room \(room)")
        let history = try JournalContent(disk.text, path: "j").history
        // Nothing was sent whose intent is not there.
        #expect(counter.total <= history.states.count, "room \(room)")
      } catch {
        #expect(error.message.contains("the disk is full"), "room \(room)")
        #expect(counter.total == 0, "room \(room)")
      }
    }
  }

  @Test func `a clock that was set back is refused`() async throws {
    let work = try await Work()
    let disk = SmallDisk()
    _ = try journal(disk, work)
    let content = try JournalContent(disk.text, path: "j")
    let problem = #expect(throws: Problem.self) {
      _ = try FileJournal(
        resuming: disk, path: "j", content,
        clock: { Work.moment.advanced(by: .seconds(-3600)) })
    }
    #expect(problem?.code == .refused)
  }

  private static func read(_ lines: [String]) throws {
    _ = try JournalContent(lines.joined(separator: "\n") + "\n", path: "j")
  }
}
