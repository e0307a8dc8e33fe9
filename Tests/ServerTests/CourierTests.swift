import DaemonStore
import HighLevel
import JSON
import Synchronization
import Testing

@testable import Server

@Suite struct `Webhooks out` {
  @Test func `the end of a run is told to who wants it, once`() async throws {
    try await House.with { house async throws in
      let id = try #require(try await house.plan()["run_id"]?.string)
      try await House.until { house.work.sent.withLock { !$0.isEmpty } }
      let sent = house.work.sent.withLock(\.self)
      #expect(sent.map(\.url) == ["http://site.test/"])
      #expect(sent[0].headers["webhook-id"] == "\(id).planned")
      let body = try JSONValue(parsing: sent[0].body)
      #expect(body["type"] == "ghlua.run.planned")
      #expect(body["data"]?["run_id"]?.string == id)
      try await House.until {
        try await house.store.deliveries(status: .delivered, ListPage()).count == 1
      }
    }
  }

  @Test func `what a target refuses is tried again later, and can be sent at once`() async throws {
    try await House.with { house async throws in
      house.work.status.withLock { $0 = 500 }
      _ = try await house.plan()
      var waiting: [StoredDelivery] = []
      try await House.until {
        waiting = try await house.store.deliveries(status: .waiting, ListPage())
        return waiting.first?.lastError.isEmpty == false
      }
      #expect(waiting[0].lastError == "answered 500")
      house.work.status.withLock { $0 = 200 }
      let path = "/v1/deliveries/\(waiting[0].id)/redeliver"
      #expect(await house.ask("POST", path, token: House.viewerToken).status == 403)
      #expect(await house.ask("POST", path).status == 202)
      try await House.until {
        try await house.store.deliveries(status: .delivered, ListPage()).count == 1
      }
    }
  }

  @Test func `a target that says gone is left alone, and the page shows it`() async throws {
    try await House.with { house async throws in
      house.work.status.withLock { $0 = 410 }
      _ = try await house.plan()
      try await House.until {
        try await house.store.deliveries(status: .dead, ListPage()).count == 1
      }
      let list = try await house.ask("GET", "/v1/deliveries?status=dead").object
      #expect(list["deliveries"]?.array?.first?["last_error"] == "answered 410, gone")
    }
  }
}
