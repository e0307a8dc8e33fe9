import DaemonStore
import HighLevel
import JSON
import Testing

@testable import Server

@Suite struct `Webhooks in` {
  private static let path = "/hooks/crm/\(House.secret)"

  @Test func `an event is stored with its run before it is acknowledged`() async throws {
    try await House.with { house async throws in
      let answer = await house.ask("POST", Self.path, #"{"contact_id":"c-1"}"#, token: nil)
      #expect(answer.status == 200)
      let id = try #require(try answer.object["event"]?.string)
      let event = try await house.store.event(id)
      #expect(String(decoding: event.body, as: UTF8.self) == #"{"contact_id":"c-1"}"#)
      try await House.until {
        var filter = RunFilter(.planned)
        filter.eventId = id
        return try await house.store.runs(filter, ListPage()).count == 1
      }
    }
  }

  @Test func `an event that comes again is acknowledged and starts nothing`() async throws {
    try await House.with(workers: false) { house async throws in
      let body = #"{"id":"e-1","type":"HighLevel:Workflow"}"#
      let answers = [
        await house.ask("POST", "/hooks/deletes", body),
        await house.ask("POST", "/hooks/deletes", body),
      ]
      #expect(answers.map(\.status) == [200, 200])
      let statuses = try answers.map { try $0.object["status"]?.string }
      #expect(statuses == ["accepted", "duplicate"])
      #expect(try await house.store.counts() == [.queued: 1])
    }
  }

  @Test func `a type that nobody asked for is recorded and answered 200`() async throws {
    try await House.with(workers: false) { house async throws in
      let answer = await house.ask("POST", "/hooks/quiet", #"{"id":"e","type":"Standard:other"}"#)
      #expect(answer.status == 200)
      #expect(try answer.object["status"] == "ignored")
      #expect(try await house.store.events(EventFilter(status: .ignored), ListPage()).count == 1)
      #expect(try await house.store.counts().isEmpty)
    }
  }

  @Test func `what proves nothing is answered 401, and is not told why`() async throws {
    try await House.with(workers: false) { house async throws in
      for path in ["/hooks/crm", "/hooks/crm/wrong", "/hooks/crm/"] {
        let answer = await house.ask("POST", path, "{}", token: nil)
        #expect(answer.status == 401)
        #expect(!answer.text.contains("secret"))
      }
      #expect(try await house.store.events(EventFilter(), ListPage()).isEmpty)
    }
  }

  @Test func `what cannot be read is answered 400`() async throws {
    try await House.with(workers: false) { house async throws in
      #expect(await house.ask("POST", Self.path, "[1]", token: nil).status == 400)
    }
  }

  @Test func `a delete that ghlua made starts no other`() async throws {
    try await House.with(workers: false) { house async throws in
      try await house.store.noteOwnDelete(
        OwnDelete(company: "company-1", userId: "u-1", email: "ana@acme.test"))
      for (body, status) in [
        (#"{"id":"1","user":"u-1"}"#, "looped"), (#"{"id":"2","email":"ana@acme.test"}"#, "looped"),
        (#"{"id":"3","user":"u-2"}"#, "accepted"),
      ] {
        let answer = await house.ask("POST", "/hooks/deletes", body)
        #expect(try answer.object["status"]?.string == status)
      }
      #expect(try await house.store.counts() == [.queued: 1])
    }
  }

  @Test func `what cannot be stored is not acknowledged; HighLevel is asked to send it again`()
    async throws
  {
    // A database that may not grow is full soon.
    try await House.with(workers: false, mostPages: 100) { house async throws in
      let body = #"{"contact_id":"\#(String(repeating: "x", count: 50_000))"}"#
      var answers: [Answer] = []
      for _ in 0..<20 { answers.append(await house.ask("POST", Self.path, body, token: nil)) }
      let accepted = answers.count { $0.status == 200 }
      #expect(try await house.store.events(EventFilter(), ListPage()).count == accepted)
      let last = try #require(answers.last)
      #expect(last.status == 429)
      #expect(last.header("retry-after") != nil)
      let other = #"{"id":"\#(String(repeating: "y", count: 50_000))","type":"x"}"#
      #expect(await house.ask("POST", "/hooks/quiet", other).status == 503)
    }
  }

  @Test func `paths that lead elsewhere lead nowhere`() async throws {
    try await House.with(workers: false) { house async throws in
      for path in [
        "/hooks", "/hooks/", "/hooks/nobody", "/hooks/../v1/runs", "/hooks/crm/a/b",
        "/hooks/%63rm/\(House.secret)", "//hooks/crm/\(House.secret)", "/hooks//crm",
        "/Hooks/crm/\(House.secret)",
      ] {
        let answer = await house.ask("POST", path, "{}", token: nil)
        #expect([404, 401, 303].contains(answer.status), "\(path)")
        #expect(try await house.store.events(EventFilter(), ListPage()).isEmpty)
      }
      let answer = await house.ask("GET", Self.path, token: nil)
      #expect(answer.status == 405)
      #expect(answer.header("allow") == "POST")
    }
  }

  @Test func `an event is replayed by whoever may plan`() async throws {
    try await House.with(workers: false) { house async throws in
      let body = #"{"id":"e-1","type":"HighLevel:Workflow"}"#
      let id = try #require(
        try await house.ask("POST", "/hooks/deletes", body).object["event"]?.string)
      let path = "/v1/events/\(id)/replay"
      #expect(await house.ask("POST", path, token: House.viewerToken).status == 403)
      #expect(await house.ask("POST", path, token: House.plannerToken).status == 202)
      #expect(try await house.store.counts() == [.queued: 2])
    }
  }
}
