import DaemonStore
import HighLevel
import Testing

@Suite struct ListTests {
  @Test(arguments: Engine.present)
  func `lists are newest first, filtered and paged`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      for number in 1...9 {
        _ = try await store.enqueue([
          newRun(number) {
            $0.recipe = number.isMultiple(of: 3) ? "disable" : "move-user"
            $0.title = number == 5 ? "100% Ünïque_name" : "plain \(number)"
          }
        ])
      }
      func ids(_ filter: RunFilter, after: String? = nil, limit: Int = 50) async throws -> [String]
      {
        try await store.runs(filter, ListPage(after: after, limit: limit)).map(\.id)
      }
      #expect(try await ids(RunFilter(), limit: 2) == [id(9), id(8)])
      #expect(try await ids(RunFilter(), after: id(3)) == [id(2), id(1)])
      var filter = RunFilter()
      filter.recipe = "disable"
      #expect(try await ids(filter) == [id(9), id(6), id(3)])
      #expect(try await ids(filter, after: id(9), limit: 1) == [id(6)])
      _ = try await store.cancel(run: id(6), by: "ana")
      filter.statuses = [.cancelled, .failed]
      #expect(try await ids(filter) == [id(6)])
      #expect(try await ids(RunFilter(.cancelled, .queued), limit: 4).last == id(6))
      filter = RunFilter()
      filter.text = "ÜE_N"
      #expect(try await ids(filter) == [])
      filter.text = "ÏQUE_N"
      #expect(try await ids(filter) == [id(5)])
      filter.text = "PLAIN"
      #expect(try await ids(filter, limit: 3) == [id(9), id(8), id(7)])
      #expect(try await ids(filter, after: id(7), limit: 2) == [id(6), id(4)])
      filter.statuses = [.cancelled, .failed]
      #expect(try await ids(filter, limit: 3) == [id(6)])
      filter.statuses = []
      filter.recipe = "disable"
      #expect(try await ids(filter, after: id(9), limit: 2) == [id(6), id(3)])
      filter.recipe = nil
      filter.text = "%"
      #expect(try await ids(filter) == [id(5)])
      filter.text = "' OR 1=1 --"
      #expect(try await ids(filter) == [])
      #expect(try await store.counts() == [.queued: 8, .cancelled: 1])
      await #expect(throws: StoreError.notFound("run 'x'")) { try await store.run("x") }
    }
  }

  @Test(arguments: Engine.present)
  func `what went wrong is shown until somebody has seen it`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      for number in 1...3 { _ = try await store.enqueue([newRun(number)]) }
      for status in [RunStatus.failed, .planned, .partial] {
        try await store.finish(try await store.claimOne().claim, RunOutcome(status))
      }
      var filter = RunFilter()
      filter.needsLook = true
      #expect(try await store.runs(filter, ListPage()).map(\.id) == [id(3), id(1)])
      try await store.acknowledge(run: id(3), by: "ana")
      #expect(try await store.runs(filter, ListPage()).map(\.id) == [id(1)])
    }
  }

  @Test(arguments: Engine.present)
  func `the version is another one after every change`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      var seen: Set<Int64> = []
      seen.insert(try await store.version())
      _ = try await store.enqueue([newRun(1)])
      seen.insert(try await store.version())
      let claimed = try await store.claimOne()
      seen.insert(try await store.version())
      try await store.progress(claimed.claim, RunProgress(done: 1, total: 2))
      seen.insert(try await store.version())
      try await store.finish(claimed.claim, RunOutcome(.planned))
      seen.insert(try await store.version())
      #expect(seen.count == 5)
    }
  }
}
