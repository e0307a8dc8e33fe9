import DaemonStore
import HighLevel
import Testing

@Suite struct QueueTests {
  @Test(arguments: Engine.present)
  func `a run is claimed once, worked on and ended`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      let new = newRun(1) {
        $0.arguments = #"{"user":"jö@deo.com"}"#
        $0.event = #"{"a":1}"#
      }
      guard case .new(let queued) = try await store.enqueue([new])[0] else {
        Issue.record("not new")
        return
      }
      #expect(queued.status == .queued)
      let claimed = try await store.claimOne()
      #expect(try await store.claim(worker: "w2", limit: 5, lease: .seconds(30)).isEmpty)
      #expect(claimed.run.attempt == 1)
      #expect(claimed.run.status == .running)
      #expect(claimed.documents.arguments == new.arguments)
      #expect(claimed.documents.event == new.event)

      try await store.progress(claimed.claim, RunProgress(done: 1, total: 3, note: "half"))
      try await store.log(claimed.claim, [LogLine("one"), LogLine(level: "warning", "two")])
      try await store.record(
        claimed.claim,
        [
          RunItem(
            number: 1, operation: "update", resource: "users", entity: "u1", label: "John",
            before: "{}", after: #"{"a":1}"#)
        ])
      var outcome = RunOutcome(.partial)
      outcome.changes = ChangeCounts(create: 1, update: 2, delete: 3, failed: 4)
      outcome.plan = "{}"
      outcome.reason = "a row failed"
      try await store.finish(claimed.claim, outcome)

      let run = try await store.run(id(1))
      #expect(run.status == .partial)
      #expect(run.changes == outcome.changes)
      #expect(run.progress == RunProgress(done: 1, total: 3, note: "half"))
      #expect(run.finishedAt != nil)
      #expect(try await store.documents(of: id(1)).plan == "{}")
      #expect(try await store.log(of: id(1), after: 0, limit: 9).map(\.text) == ["one", "two"])
      #expect(try await store.items(of: id(1), from: 1, limit: 9).map(\.label) == ["John"])
    }
  }

  @Test(arguments: Engine.present)
  func `older runs go first, and none before its time`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      let later = try await store.now().advanced(by: .seconds(3600))
      _ = try await store.enqueue([newRun(1) { $0.notBefore = later }])
      for number in 2...4 { _ = try await store.enqueue([newRun(number)]) }
      let claimed = try await store.claim(worker: "w", limit: 9, lease: .seconds(30))
      #expect(claimed.map(\.run.id) == [id(2), id(3), id(4)])
    }
  }

  @Test(arguments: Engine.present)
  func `of one concurrency key, one run is at work`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      for number in 1...3 {
        _ = try await store.enqueue([newRun(number) { $0.concurrencyKey = "c1" }])
      }
      _ = try await store.enqueue([newRun(4) { $0.concurrencyKey = "c2" }])
      let claimed = try await store.claim(worker: "w", limit: 9, lease: .seconds(30))
      #expect(claimed.map(\.run.id) == [id(1), id(4)])
      #expect(try await store.claim(worker: "w", limit: 9, lease: .seconds(30)).isEmpty)
      try await store.finish(claimed[0].claim, RunOutcome(.planned))
      #expect(try await store.claimOne().run.id == id(2))
    }
  }

  @Test(arguments: Engine.present)
  func `a worker that let its lease run out can write nothing`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      let old = try await store.claimOne("w1", lease: .milliseconds(20))
      let new = try await store.claimSoon("w2")
      #expect(new.run.attempt == 2)
      #expect(new.claim.fence > old.claim.fence)
      let writes: [(any Store) async throws -> Void] = [
        { _ = try await $0.heartbeat(old.claim, lease: .seconds(30)) },
        { try await $0.release(old.claim) },
        { try await $0.progress(old.claim, RunProgress(done: 1, total: 1)) },
        { try await $0.log(old.claim, [LogLine("late")]) },
        {
          try await $0.record(
            old.claim,
            [
              RunItem(
                number: 1, operation: "update", resource: "users", entity: "u", label: "late")
            ])
        },
        { try await $0.finish(old.claim, RunOutcome(.applied)) },
      ]
      for write in writes {
        await #expect(throws: StoreError.leaseLost) { try await write(store) }
      }
      #expect(try await store.log(of: id(1), after: 0, limit: 9).isEmpty)
      #expect(try await store.items(of: id(1), from: 1, limit: 9).isEmpty)
      #expect(try await store.run(id(1)).status == .running)
      try await store.finish(new.claim, RunOutcome(.planned))
    }
  }

  @Test(arguments: Engine.present)
  func `a lease that ran out is gone, also when nobody took the run`(_ engine: Engine) async throws
  {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      let claimed = try await store.claimOne(lease: .milliseconds(1))
      let end = try #require(claimed.run.leaseUntil)
      while try await store.now() <= end { await Task.yield() }
      await #expect(throws: StoreError.leaseLost) {
        try await store.heartbeat(claimed.claim, lease: .seconds(30))
      }
    }
  }

  @Test(arguments: Engine.present)
  func `a sign of life prolongs the lease and brings the wish to stop`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      let claimed = try await store.claimOne(lease: .seconds(5))
      let first = try await store.heartbeat(claimed.claim, lease: .seconds(60))
      #expect(!first.isCancelRequested)
      #expect(first.leaseUntil > (try #require(claimed.run.leaseUntil)))
      #expect(try await store.cancel(run: id(1), by: "ana") == .requested)
      #expect(try await store.heartbeat(claimed.claim, lease: .seconds(60)).isCancelRequested)
      try await store.finish(claimed.claim, RunOutcome(.cancelled))
      #expect(try await store.cancel(run: id(1), by: "ana") == .tooLate(.cancelled))
      #expect(try await store.auditEntries(ListPage()).map(\.action) == ["cancel"])
    }
  }

  @Test(arguments: Engine.present)
  func `a run that is given back waits again, and that attempt does not count`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      try await store.release(try await store.claimOne().claim)
      #expect(try await store.claimOne("w2").run.attempt == 1)
    }
  }

  @Test(arguments: Engine.present)
  func `a run whose workers vanish ends as interrupted`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1) { $0.maxAttempts = 1 }])
      let claimed = try await store.claimOne(lease: .milliseconds(1))
      let end = try #require(claimed.run.leaseUntil)
      while try await store.now() <= end { await Task.yield() }
      #expect(try await store.claim(worker: "w2", limit: 1, lease: .seconds(30)).isEmpty)
      let run = try await store.run(id(1))
      #expect(run.status == .interrupted)
      #expect(run.reason == "its worker was lost 1 times")
    }
  }

  @Test(arguments: Engine.present)
  func `a run that waits is cancelled at once, one past its deadline is missed`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      let past = Timestamp(milliseconds: try await store.now().milliseconds - 1000)
      _ = try await store.enqueue([newRun(1), newRun(2) { $0.deadline = past }])
      #expect(try await store.cancel(run: id(1), by: "ana") == .done)
      #expect(try await store.claim(worker: "w", limit: 9, lease: .seconds(30)).isEmpty)
      #expect(try await store.run(id(1)).status == .cancelled)
      #expect(try await store.run(id(2)).status == .missed)
    }
  }

  @Test(arguments: Engine.present)
  func `an idempotency key makes one run, and only of the same request`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      func keyed(_ number: Int, _ hash: String, by who: String = "t1") -> NewRun {
        newRun(number) {
          $0.requestedBy = who
          $0.idempotencyKey = "k"
          $0.requestHash = hash
        }
      }
      let results = try await store.enqueue([
        keyed(1, "a"), keyed(2, "a"), keyed(3, "b"), keyed(4, "a", by: "t2"),
      ])
      guard case .new = results[0], case .existing(let same) = results[1],
        case .conflict(let other) = results[2], case .new = results[3]
      else {
        Issue.record("\(results)")
        return
      }
      #expect(same.id == id(1))
      #expect(other.id == id(1))
      // An answer that was lost: the same run once more.
      guard case .existing = try await store.enqueue([newRun(9), newRun(9)])[1] else {
        Issue.record("queued twice")
        return
      }
    }
  }

  @Test(arguments: Engine.present)
  func `a plan is approved once, with its checksum, and applied by one run`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      var outcome = RunOutcome(.waiting)
      outcome.checksum = "sha256:1"
      try await store.finish(try await store.claimOne().claim, outcome)
      let apply = newRun(2) { $0.kind = .apply }
      let wrong = try await store.approve(
        run: id(1), checksum: "sha256:2", by: "ana", apply: apply)
      #expect(wrong == .wrongChecksum)
      let decisions = try await withThrowingTaskGroup(of: Decision.self) { group in
        for number in 2...5 {
          group.addTask {
            try await store.approve(
              run: id(1), checksum: "sha256:1", by: "ana",
              apply: newRun(number) { $0.kind = .apply })
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(decisions.count { if case .done = $0 { true } else { false } } == 1)
      #expect(decisions.count { $0 == .notWaiting(.planned) } == 3)
      let applies = try await store.runs(RunFilter(.queued), ListPage())
      #expect(applies.map(\.parent) == [id(1)])
      #expect(try await store.reject(run: id(1), by: "ana") == .notWaiting(.planned))
    }
  }

  @Test(arguments: Engine.present)
  func `a plan nobody approves expires`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      var outcome = RunOutcome(.waiting)
      outcome.checksum = "c"
      outcome.planExpires = try await store.now()
      try await store.finish(try await store.claimOne().claim, outcome)
      while try await store.run(id(1)).status == .waiting {
        _ = try await store.claim(worker: "w", limit: 1, lease: .seconds(30))
      }
      #expect(try await store.run(id(1)).status == .expired)
    }
  }

  @Test(arguments: Engine.present)
  func `what follows from a run is queued with its end or not at all`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.enqueue([newRun(1)])
      let claimed = try await store.claimOne()
      var outcome = RunOutcome(.planned)
      outcome.follow = [newRun(2) { $0.kind = .apply }]
      outcome.deliveries = [
        NewDelivery(id: "d1", target: "t", eventId: "e", type: "run", body: "{}")
      ]
      var stale = claimed.claim
      stale.worker = "somebody else"
      await #expect(throws: StoreError.leaseLost) { try await store.finish(stale, outcome) }
      #expect(try await store.runs(RunFilter(.queued), ListPage()).isEmpty)
      #expect(try await store.deliveries(status: nil, ListPage()).isEmpty)
      try await store.finish(claimed.claim, outcome)
      #expect(try await store.claimOne().run.id == id(2))
      #expect(try await store.deliveries(status: .waiting, ListPage()).map(\.id) == ["d1"])
    }
  }
}
