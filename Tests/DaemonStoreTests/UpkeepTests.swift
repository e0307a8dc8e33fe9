import DaemonStore
import Diagnostics
import FoundationEssentials
import HighLevel
import SQL
import Testing

@Suite struct UpkeepTests {
  @Test(arguments: Engine.present)
  func `a budget grants a burst, then a steady rate, never more than its limit`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      let budget = RateBudget(limit: 100, window: .seconds(10))
      var times: [Int64] = []
      for _ in 0..<400 {
        times.append(try await store.reserve("l1", 1, of: budget).sendAt.milliseconds)
      }
      #expect(times == times.sorted())
      for (first, last) in zip(times, times.dropFirst(100)) { #expect(last - first > 10_000) }
      let seconds = Double(try #require(times.last) - times[0]) / 1000
      #expect(400 / seconds >= 9)
      let state = try #require(try await store.budgets().first)
      #expect(state.limit == 100)
      #expect(state.used > 300)
      #expect(try await store.reserve("l2", 1, of: budget).wait == .zero)
    }
  }

  @Test(arguments: Engine.present)
  func `a budget of one lets one through at a time, and a hold lets nothing`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      let budget = RateBudget(limit: 1, window: .seconds(1))
      let first = try await store.reserve("k", 1, of: budget).sendAt
      let second = try await store.reserve("k", 1, of: budget).sendAt
      #expect(second.milliseconds - first.milliseconds > 1000)
      try await store.hold("k", for: .seconds(60))
      #expect(try await store.reserve("k", 1, of: budget).wait >= .seconds(59))
      await #expect(throws: StoreError.self) { try await store.reserve("k", 2, of: budget) }
    }
  }

  @Test(arguments: Engine.present)
  func `a budget of a day lets half of it go at once`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      let budget = RateBudget(limit: 1000, window: .seconds(86_400), burst: 500)
      #expect(try await store.reserve("day", 499, of: budget).wait == .zero)
      let late = try await store.reserve("day", 10, of: budget).wait
      #expect(late > .seconds(1200))
      #expect(late < .seconds(1600))
    }
  }

  @Test(arguments: Engine.present)
  func `what is old is removed, what failed later, what is unfinished never`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      for number in 1...3 { _ = try await store.enqueue([newRun(number)]) }
      for status in [RunStatus.failed, .planned] {
        try await store.finish(try await store.claimOne().claim, RunOutcome(status))
      }
      var policy = Retention(keep: .seconds(-60), keepTroubled: .seconds(3600))
      #expect(try await store.prune(policy, limit: 100) == 1)
      #expect(try await store.runs(RunFilter(), ListPage()).map(\.id) == [id(3), id(1)])
      policy.keepTroubled = .seconds(-60)
      #expect(try await store.prune(policy, limit: 100) == 1)
      #expect(try await store.runs(RunFilter(), ListPage()).map(\.id) == [id(3)])
    }
  }

  @Test(arguments: Engine.present)
  func `of runs that ended well only so many are kept`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      for number in 1...6 {
        _ = try await store.enqueue([newRun(number)])
        try await store.finish(try await store.claimOne().claim, RunOutcome(.planned))
      }
      #expect(try await store.prune(Retention(maxRuns: 2), limit: 3) == 3)
      #expect(try await store.prune(Retention(maxRuns: 2), limit: 3) == 1)
      #expect(try await store.runs(RunFilter(), ListPage()).map(\.id) == [id(6), id(5)])
    }
  }

  @Test(arguments: Engine.present)
  func `a store is opened by many at once and opened again`(_ engine: Engine) async throws {
    try await TestStore.withAddress(engine) { address in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<6 {
          group.addTask {
            let store = try await StoreOpener.store(address)
            _ = try await store.enqueue([newRun(number)])
            try await store.check()
            await store.close()
          }
        }
        try await group.waitForAll()
      }
      let store = try await StoreOpener.store(address)
      #expect(try await store.counts() == [.queued: 6])
      await store.close()
    }
  }

  @Test(arguments: Engine.present)
  func `a store of a newer ghlua is left alone`(_ engine: Engine) async throws {
    try await TestStore.withAddress(engine) { address in
      await (try StoreOpener.store(address)).close()
      let database: SQLDatabase = engine == .sqlite ? .sqlite(address) : .postgres(address)
      try await database.write { session in
        _ = try session.run("UPDATE meta SET value = 99 WHERE key = 'schema'")
      }
      await database.close()
      let error = await #expect(throws: StoreError.self) { try await StoreOpener.store(address) }
      #expect(error?.problem.message.contains("newer ghlua (version 99") == true)
    }
  }

  @Test func `a copy of the file is made while others write, and opens`() async throws {
    try await TestStore.withAddress(.sqlite) { address in
      let store = try await StoreOpener.store(address)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for number in 0..<200 { _ = try await store.enqueue([newRun(number)]) }
        }
        while try await store.counts().isEmpty { await Task.yield() }
        try await store.backup(to: "\(address).copy")
        try await group.waitForAll()
      }
      let facts = try FileManager.default.attributesOfItem(atPath: "\(address).copy")
      #expect(facts[.posixPermissions] as? Int == 0o600)
      await #expect(throws: StoreError.self) { try await store.backup(to: "\(address).copy") }
      let copy = try await StoreOpener.store("\(address).copy")
      let count = try await copy.counts()[.queued] ?? 0
      #expect((1...200).contains(count))
      await copy.close()
      await store.close()
    }
  }

  @Test func `only the owner can read the file`() async throws {
    try await TestStore.withAddress(.sqlite) { address in
      let store = try await StoreOpener.store(address)
      _ = try await store.enqueue([newRun(1)])
      for end in ["", "-wal", "-shm"] {
        let facts = try FileManager.default.attributesOfItem(atPath: address + end)
        #expect(facts[.posixPermissions] as? Int == 0o600)
      }
      await store.close()
    }
  }
}

@Suite struct MigrationTests {
  @Test func `a file of the first version is brought to this one, and keeps what it holds`()
    async throws
  {
    try await TestStore.withAddress(.sqlite) { path in
      let old = try await StoreOpener.sqlite(path)
      _ = try await old.enqueue([newRun(1) { $0.title = "kept" }])
      await old.close()
      let file = SQLDatabase.sqlite(path)
      try await file.write { session in
        for statement in [
          "DROP INDEX runs_text", "CREATE INDEX runs_text ON runs (id, search)",
          "UPDATE meta SET value = 1 WHERE key = 'schema'",
        ] { try session.run(statement) }
      }
      let new = try await StoreOpener.sqlite(path)
      var filter = RunFilter(.queued)
      filter.text = "KEPT"
      #expect(try await new.runs(filter, ListPage()).map(\.id) == [id(1)])
      await new.close()
      let columns = try await file.read { session in
        try session.run("PRAGMA index_info(runs_text)").rows.compactMap { $0.text(2) }
      }
      #expect(columns == ["id", "search", "status"])
      await file.close()
    }
  }
}
