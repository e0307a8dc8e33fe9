import DaemonStore
import HighLevel
import Testing

@Suite struct SlotTests {
  private func firing(
    _ number: Int, overlap: Overlap = .allow, key: String? = nil
  ) -> SlotFiring {
    let run = newRun(number) {
      $0.trigger = .schedule
      $0.triggerName = "nightly"
      $0.concurrencyKey = key
    }
    return SlotFiring(
      schedule: "nightly", slot: Timestamp(milliseconds: Int64(number) * 60_000),
      overlap: overlap, run: run)
  }

  @Test(arguments: Engine.present)
  func `a slot makes one run, however many try`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.register(schedule: "nightly", definition: "0 3 * * *")
      let fired = try await withThrowingTaskGroup(of: Fired.self) { group in
        for number in 1...8 {
          group.addTask {
            var firing = firing(number)
            firing.slot = Timestamp(milliseconds: 0)
            return try await store.fire(firing)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(fired.count { $0 == .taken } == 7)
      let runs = try await store.runs(RunFilter(.queued), ListPage())
      #expect(runs.count == 1)
      #expect(runs.first?.slot == Timestamp(milliseconds: 0))
      #expect(try await store.schedules().map(\.lastRun) == runs.map(\.id))
    }
  }

  @Test(arguments: Engine.present)
  func `a new schedule begins now, a known one goes on, a changed one begins anew`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      let now = try await store.now()
      let first = try await store.register(schedule: "nightly", definition: "a")
      #expect(first.cursor >= now)
      var future = firing(1)
      future.slot = first.cursor.advanced(by: .seconds(60))
      _ = try await store.fire(future)
      #expect(
        try await store.register(schedule: "nightly", definition: "a").cursor == future.slot)
      #expect(
        try await store.register(schedule: "nightly", definition: "b").cursor < future.slot)
    }
  }

  @Test(arguments: Engine.present)
  func `forbid leaves a slot out while the earlier run is unfinished`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.register(schedule: "nightly", definition: "a")
      _ = try await store.fire(firing(1, overlap: .forbid))
      guard case .notRun(let row) = try await store.fire(firing(2, overlap: .forbid)) else {
        Issue.record("ran")
        return
      }
      #expect(row.status == .skipped)
      #expect(row.reason == "the run \(id(1)) before it has not ended")
      try await store.finish(try await store.claimOne().claim, RunOutcome(.planned))
      guard case .queued = try await store.fire(firing(3, overlap: .forbid)) else {
        Issue.record("did not run")
        return
      }
    }
  }

  @Test(arguments: Engine.present)
  func `queue lets the later run wait for the earlier one`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.register(schedule: "nightly", definition: "a")
      for number in 1...2 { _ = try await store.fire(firing(number, overlap: .queue)) }
      let first = try await store.claimOne()
      #expect(try await store.claim(worker: "w", limit: 1, lease: .seconds(30)).isEmpty)
      try await store.finish(first.claim, RunOutcome(.planned))
      #expect(try await store.claimOne().run.id == id(2))
    }
  }

  @Test(arguments: Engine.present)
  func `replace withdraws what waits and stops what is at work`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.register(schedule: "nightly", definition: "a")
      _ = try await store.fire(firing(1, overlap: .replace))
      let busy = try await store.claimOne()
      _ = try await store.fire(firing(2, overlap: .replace))
      guard case .queued(_, let cancelled) = try await store.fire(firing(3, overlap: .replace))
      else {
        Issue.record("did not run")
        return
      }
      #expect(cancelled == [id(1), id(2)])
      #expect(try await store.run(id(2)).status == .cancelled)
      #expect(try await store.heartbeat(busy.claim, lease: .seconds(30)).isCancelRequested)
    }
  }

  @Test(arguments: Engine.present)
  func `a paused schedule and a slot that is too late leave rows with reasons`(
    _ engine: Engine
  ) async throws {
    try await TestStore.with(engine) { store in
      _ = try await store.register(schedule: "nightly", definition: "a")
      try await store.setPaused(schedule: "nightly", true, by: "ana")
      _ = try await store.fire(firing(1))
      try await store.setPaused(schedule: "nightly", false, by: "ana")
      var late = firing(2)
      late.reason = "an hour late"
      late.status = .missed
      _ = try await store.fire(late)
      let rows = try await store.runs(RunFilter(), ListPage())
      #expect(rows.map(\.status) == [.missed, .skipped])
      #expect(rows.map(\.reason) == ["an hour late", "the schedule is paused"])
      #expect(rows.allSatisfy { $0.finishedAt != nil })
      var filter = RunFilter()
      filter.schedule = "nightly"
      #expect(try await store.runs(filter, ListPage()).count == 2)
      await #expect(throws: StoreError.notFound("schedule 'x'")) {
        try await store.setPaused(schedule: "x", true, by: "ana")
      }
    }
  }
}
