import DaemonStore
import HighLevel
import SQL
import Testing

@Suite struct InboxTests {
  private func event(_ number: Int, id eventId: String? = nil) -> NewEvent {
    var event = NewEvent(
      id: "e\(number + 1_000_000)", source: "fusionauth", eventId: eventId ?? "x\(number)",
      type: "user.delete.complete", body: Array("{\"n\":\(number)}\0ö".utf8))
    event.runs = [newRun(number)]
    return event
  }

  @Test(arguments: Engine.present)
  func `an event is stored with its run, byte for byte, once`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      #expect(try await store.accept([event(1)]) == [.new(id: "e1000001")])
      #expect(try await store.accept([event(2, id: "x1")]) == [.duplicate(id: "e1000001")])
      // An answer that was lost: the very same once more.
      #expect(try await store.accept([event(1)]) == [.new(id: "e1000001")])
      let stored = try await store.event("e1000001")
      #expect(stored.body == event(1).body)
      #expect(stored.duplicates == 2)
      let runs = try await store.runs(RunFilter(), ListPage())
      #expect(runs.map(\.id) == [id(1)])
      #expect(runs.map(\.eventId) == ["e1000001"])
      _ = try await store.replay(event: "e1000001", runs: [newRun(7)])
      #expect(try await store.event("e1000001").replays == 1)
      var filter = RunFilter()
      filter.eventId = "e1000001"
      #expect(try await store.runs(filter, ListPage()).map(\.id) == [id(7), id(1)])
    }
  }

  @Test(arguments: Engine.present)
  func `many events at once all arrive, each once`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      let results = try await withThrowingTaskGroup(of: Acceptance.self) { group in
        for number in 0..<600 {
          let event = event(number, id: "x\(number % 300)")
          group.addTask { try await store.accept([event])[0] }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(results.count { if case .new = $0 { true } else { false } } == 300)
      #expect(try await store.statistics().events == 300)
      #expect(try await store.counts() == [.queued: 300])
    }
  }

  @Test(arguments: Engine.present)
  func `events are listed newest first, by source and status`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      var ignored = event(3)
      ignored.status = .ignored
      ignored.runs = []
      _ = try await store.accept([event(1), event(2), ignored])
      let all = try await store.events(EventFilter(), ListPage(limit: 2))
      #expect(all.map(\.eventId) == ["x3", "x2"])
      let rest = try await store.events(EventFilter(), ListPage(after: all[1].id, limit: 2))
      #expect(rest.map(\.eventId) == ["x1"])
      let filter = EventFilter(source: "fusionauth", status: .ignored)
      #expect(try await store.events(filter, ListPage()).map(\.eventId) == ["x3"])
    }
  }

  @Test(arguments: Engine.present)
  func `a delete of our own is known again by id or address`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      let before = try await store.now()
      try await store.noteOwnDelete(OwnDelete(company: "c1", userId: "u1", email: "Jo@Deo.com"))
      func isOwn(_ id: String?, _ email: String?, _ company: String = "c1") async throws -> Bool {
        try await store.isOwnDelete(company: company, userId: id, email: email, since: before)
      }
      #expect(try await isOwn("u1", nil))
      #expect(try await isOwn(nil, "jo@deo.com"))
      #expect(try await !isOwn("u2", "ana@deo.com"))
      #expect(try await !isOwn("u1", nil, "c2"))
      #expect(
        try await !store.isOwnDelete(
          company: "c1", userId: "u1", email: nil, since: before.advanced(by: .seconds(60))))
    }
  }
}
