import DaemonStore
import HighLevel
import JSON
import Synchronization
import Testing

@testable import Server

@Suite struct `The run API` {
  @Test func `a run is planned and waited for`() async throws {
    try await House.with { house async throws in
      let run = try await house.plan()
      #expect(run["schema"] == "ghlua.run/1")
      #expect(run["status"] == "planned")
      #expect(run["result"] == "done")
      #expect(run["requested_by"] == "ops")
    }
  }

  @Test func `without waiting the answer is 202 and where to look`() async throws {
    try await House.with(workers: false) { house async throws in
      let answer = await house.ask("POST", "/v1/runs", #"{"recipe":"echo"}"#)
      #expect(answer.status == 202)
      let place = try #require(answer.header("location"))
      #expect(try await house.ask("GET", place).object["status"] == "queued")
    }
  }

  @Test func `a plan waits, is approved by its checksum, and is applied once`() async throws {
    try await House.with { house async throws in
      let run = try await house.plan(#"{"do":"changes"}"#)
      #expect(run["status"] == "waiting")
      let path = "/v1/plans/\(try #require(run["run_id"]?.string))/apply"
      #expect(await house.ask("POST", path, #"{"checksum":"sha256:other"}"#).code == "drift")
      #expect(await house.ask("POST", path, "{}").status == 422)
      let body = #"{"checksum":"sha256:abc"}"#
      #expect(await house.ask("POST", path, body, token: House.plannerToken).status == 403)
      let applied = await house.ask("POST", "\(path)?wait=300", body)
      #expect(try applied.object["status"] == "applied")
      #expect(await house.ask("POST", path, body).status == 409)
    }
  }

  @Test func `a key stands for one request`() async throws {
    try await House.with(workers: false) { house async throws in
      func post(_ body: String, _ token: String = House.operatorToken) async throws -> Answer {
        await house.ask(
          "POST", "/v1/runs", body, headers: [("Idempotency-Key", "k-1")], token: token)
      }
      let first = try await post(#"{"recipe":"echo"}"#).object["run_id"]
      #expect(try await post(#"{"recipe":"echo"}"#).object["run_id"] == first)
      #expect(try await post(#"{"recipe":"echo","args":{"a":1}}"#).status == 422)
      // Of another token it is another key.
      #expect(try await post(#"{"recipe":"echo"}"#, House.plannerToken).object["run_id"] != first)
      #expect(try await house.store.counts() == [.queued: 2])
    }
  }

  @Test func `a run at work is cancelled`() async throws {
    try await House.with { house async throws in
      let answer = await house.ask("POST", "/v1/runs", #"{"recipe":"echo","args":{"do":"wait"}}"#)
      let id = try #require(try answer.object["run_id"]?.string)
      try await House.until { house.work.begun.withLock { $0.contains(id) } }
      #expect(await house.ask("POST", "/v1/runs/\(id)/cancel").status == 202)
      try await House.until { try await house.store.run(id).status == .cancelled }
      #expect(await house.ask("POST", "/v1/runs/\(id)/cancel").status == 409)
    }
  }

  @Test func `roles bound what a token may do`() async throws {
    try await House.with(workers: false) { house async throws in
      let body = #"{"recipe":"echo"}"#
      #expect(await house.ask("GET", "/v1/runs", token: nil).status == 401)
      #expect(await house.ask("GET", "/v1/runs", token: "ops").status == 401)
      #expect(await house.ask("GET", "/v1/runs", token: House.viewerToken).status == 200)
      #expect(await house.ask("POST", "/v1/runs", body, token: House.viewerToken).status == 403)
      #expect(await house.ask("POST", "/v1/runs", body, token: House.plannerToken).status == 202)
      let two = [("Authorization", "Bearer \(House.operatorToken)")]
      #expect(await house.ask("GET", "/v1/runs", headers: two).status == 401)
    }
  }

  @Test(arguments: [
    (#"{"recipe":"nobody"}"#, 404), (#"{"recipe":"../../etc/passwd"}"#, 404), ("{}", 422),
    (#"{"recipe":1}"#, 422), (#"{"recipe":"echo","args":[]}"#, 422), ("[", 400), ("[]", 400),
    (#"{"recipe":"echo","arg":{}}"#, 422), (#"{"recipe":"echo","profile":"other"}"#, 422),
    (#"{"recipe":"echo","event":3}"#, 422),
  ])
  func `what cannot be is refused and stored nowhere`(body: String, status: Int) async throws {
    try await House.with(workers: false) { house async throws in
      #expect(await house.ask("POST", "/v1/runs", body).status == status)
      #expect(try await house.store.counts().isEmpty)
    }
  }

  @Test func `a form of another site is no request`() async throws {
    try await House.with(isOpen: true, workers: false) { house async throws in
      let body = #"{"recipe":"echo"}"#
      for headers in [
        [("content-type", "text/plain")], [("origin", "https://evil.test")],
        [("origin", "null")], [("sec-fetch-site", "cross-site")],
      ] {
        let answer = await house.ask("POST", "/v1/runs", body, headers: headers, token: nil)
        #expect([403, 415].contains(answer.status))
      }
      let rebound = await house.ask("GET", "/v1/runs", token: nil, host: "evil.test")
      #expect(rebound.status == 421)
      #expect(await house.ask("GET", "/", token: nil, host: nil).status == 421)
      #expect(await house.ask("POST", "/v1/runs", body, token: nil).status == 202)
    }
  }

  @Test func `lists go on where the page before ended`() async throws {
    try await House.with(workers: false) { house async throws in
      for _ in 0..<5 { _ = await house.ask("POST", "/v1/runs", #"{"recipe":"echo"}"#) }
      var (seen, next) = ([JSONValue](), "")
      while true {
        let page = try await house.ask("GET", "/v1/runs?limit=2\(next)").object
        seen += page["runs"]?.array ?? []
        guard let last = page["next"]?.string else { break }
        next = "&after=\(last)"
      }
      #expect(Set(seen.compactMap { $0["run_id"]?.string }).count == 5)
      for query in ["limit=0", "limit=x", "limit=1000", "status=gone"] {
        #expect(await house.ask("GET", "/v1/runs?\(query)").status == 400)
      }
    }
  }

  @Test func `a path under another method is 405, one that is none is 404`() async throws {
    try await House.with(workers: false) { house async throws in
      let id = "20260105T120000.000Z-abcdef"
      #expect(await house.ask("DELETE", "/v1/runs").status == 405)
      #expect(await house.ask("POST", "/v1/runs/\(id)/log").status == 405)
      #expect(await house.ask("GET", "/v1/runs/\(id)").status == 404)
      #expect(await house.ask("GET", "/v1/runs/..%2f..%2fetc").status == 404)
      #expect(await house.ask("GET", "/v1/nothing").status == 404)
    }
  }

  @Test func `the document names every path and the tokens`() async throws {
    try await House.with(workers: false) { house async throws in
      let document = try await house.ask("GET", "/openapi.json", token: nil).object
      #expect(document["openapi"] == "3.0.3")
      #expect(document["paths"]?.object?.count == 17)
    }
  }

  @Test func `progress and log come as events, and end with the run`() async throws {
    try await House.with { house async throws in
      let id = try #require(try await house.plan()["run_id"]?.string)
      let answer = await house.ask("GET", "/v1/runs/\(id)/events")
      guard case .stream(let stream) = answer.body else { throw CancellationError() }
      let (parts, sink) = AsyncStream<String>.makeStream()
      try await stream { sink.yield($0) }
      sink.finish()
      var text = ""
      for await part in parts { text += part }
      #expect(text.contains("event: log"))
      #expect(text.contains("event: end"))
    }
  }
}
