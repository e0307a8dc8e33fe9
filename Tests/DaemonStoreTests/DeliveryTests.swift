import DaemonStore
import HighLevel
import Testing

@Suite struct DeliveryTests {
  private func delivery(_ number: Int) -> NewDelivery {
    NewDelivery(
      id: "d\(number)", target: "hr", eventId: "e\(number)", type: "run.applied", body: "{}")
  }

  @Test(arguments: Engine.present)
  func `a delivery is tried until it is delivered`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      try await store.post([delivery(1)])
      var again = delivery(2)
      again.eventId = "e1"
      try await store.post([again])
      func claim(_ worker: String = "w") async throws -> [StoredDelivery] {
        try await store.claimDeliveries(worker: worker, limit: 9, lease: .seconds(30))
      }
      #expect(try await claim().map(\.id) == ["d1"])
      #expect(try await claim("other").isEmpty)
      try await store.settle(
        delivery: "d1", worker: "w", .failed("500", retryIn: .zero))
      var second = try await claim()
      while second.isEmpty { second = try await claim() }
      #expect(second.map(\.attempts) == [2])
      #expect(second.map(\.lastError) == ["500"])
      try await store.settle(delivery: "d1", worker: "w", .delivered)
      #expect(try await store.deliveries(status: .delivered, ListPage()).map(\.id) == ["d1"])
      await #expect(throws: StoreError.leaseLost) {
        try await store.settle(delivery: "d1", worker: "w", .delivered)
      }
    }
  }

  @Test(arguments: Engine.present)
  func `a dead letter is kept, and goes out again on demand`(_ engine: Engine) async throws {
    try await TestStore.with(engine) { store in
      try await store.post([delivery(1)])
      _ = try await store.claimDeliveries(worker: "w", limit: 1, lease: .seconds(30))
      try await store.settle(delivery: "d1", worker: "w", .dead("410"))
      #expect(try await store.statistics().deliveriesDead == 1)
      try await store.redeliver(delivery: "d1", by: "ana")
      let again = try await store.claimDeliveries(worker: "w", limit: 1, lease: .seconds(30))
      #expect(again.map(\.attempts) == [1])
    }
  }
}
