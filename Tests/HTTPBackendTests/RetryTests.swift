import HTTPBackend
import HighLevel
import JSON
import Synchronization
import Testing

private let ana: JSONValue = [
  "id": "a1", "email": "ana@x.test", "firstName": "Ana", "lastName": "Silva",
  "roles": ["type": "account", "role": "user", "locationIds": ["l1"]],
]
private let createAna = Request(
  .usersCreate,
  fields: [
    "companyId": "c", "firstName": "Ana", "lastName": "Silva", "email": "Ana@x.test",
    "password": "pw", "type": "account", "role": "user", "locationIds": ["l1"],
  ])
private let getAna = Request(.usersGet, id: "a1")
private let found = ScriptedTransport.Outcome.json(
  200, ["users": [["id": "a1", "email": "ana@x.test"]], "count": 1])
private let none = ScriptedTransport.Outcome.json(200, ["users": [], "count": 0])
private let duplicate = ScriptedTransport.Outcome.json(
  400, ["message": "A user with this email already exists"])
private func trouble(_ status: Int) -> ScriptedTransport.Outcome {
  .json(status, ["message": "oops"])
}

@Test func `reads, updates and deletes are tried again, at growing distances`() async throws {
  for request in [getAna, Request(.usersUpdate, id: "a1"), Request(.usersDelete, id: "a1")] {
    let time = VirtualTime()
    let transport = ScriptedTransport([trouble(500), .lost, .unsent, .json(200, ana)])
    let backend = transport.backend(virtual(time))
    _ =
      request.operation.kind == .read
      ? try await backend.read(request) : try await backend.write(request)
    #expect(time.told.map(\.duration) == [.milliseconds(500), .seconds(1), .seconds(2)])
  }
}

@Test func `what does not get better is given up and says how often it was tried`() async throws {
  let transport = ScriptedTransport(Array(repeating: trouble(503), count: 4))
  let backend = transport.backend(virtual(VirtualTime()))
  let error = try await failure { _ = try await backend.read(getAna) }
  #expect(error.kind == .unavailable)
  #expect(error.message == "oops (4 tries)")
}

@Test func `a lost delete that finds nobody has done its work`() async throws {
  let transport = ScriptedTransport([
    .lost, .json(401, ["message": "The user does not exist."]),
  ])
  let answer = try await transport.backend(virtual(VirtualTime())).write(
    Request(.usersDelete, id: "a1"))
  #expect(answer["succeeded"] == true)
  let first = ScriptedTransport([.json(401, ["message": "The user does not exist."])])
  let error = try await failure {
    _ = try await first.backend(virtual(VirtualTime())).write(Request(.usersDelete, id: "a1"))
  }
  #expect(error.kind == .notFound)
}

@Test func `a lost create is looked up, and what is there is the answer`() async throws {
  let noID = ScriptedTransport.Outcome.json(201, ["ok": true])
  for lost in [.lost, trouble(500), noID] {
    let transport = ScriptedTransport([lost, none, found, .json(200, ana)])
    let answer = try await transport.backend(virtual(VirtualTime())).write(createAna)
    #expect(answer == ana)
    let lookup = "POST /users/search/filter-by-email"
    #expect(transport.lines == ["POST /users/", lookup, lookup, "GET /users/a1"])
  }
}

@Test func `a create that is not there is sent again, and no sooner`() async throws {
  let transport = ScriptedTransport([.lost, none, none, .json(201, ana)])
  #expect(try await transport.backend(virtual(VirtualTime())).write(createAna) == ana)
  #expect(transport.lines.filter { $0 == "POST /users/" }.count == 2)
}

@Test func `a create that arrives late is found behind the duplicate`() async throws {
  let transport = ScriptedTransport([.lost, none, none, duplicate, found, .json(200, ana)])
  #expect(try await transport.backend(virtual(VirtualTime())).write(createAna) == ana)
}

@Test func `a duplicate that nothing was lost before is a duplicate`() async throws {
  let transport = ScriptedTransport([duplicate])
  let error = try await failure {
    _ = try await transport.backend(virtual(VirtualTime())).write(createAna)
  }
  #expect(error.kind == .duplicateEmail)
}

@Test func `an e-mail that somebody else has is not ours`() async throws {
  var other = ana.object ?? [:]
  other["lastName"] = "Souza"
  let transport = ScriptedTransport([.lost, found, .json(200, .object(other))])
  let error = try await failure {
    _ = try await transport.backend(virtual(VirtualTime())).write(createAna)
  }
  #expect(error.kind == .duplicateEmail)
}

@Test func `a create that cannot be looked up stays open`() async throws {
  let transport = ScriptedTransport([.lost] + Array(repeating: trouble(503), count: 4))
  let error = try await failure {
    _ = try await transport.backend(virtual(VirtualTime())).write(createAna)
  }
  #expect(error.kind == .unavailable)
  #expect(error.message.contains("not known whether users.create was carried out"))
  #expect(transport.lines.filter { $0 == "POST /users/" }.count == 1)
}

@Test func `a location's token looks a lost create up by searching`() async throws {
  let transport = ScriptedTransport([
    .lost, .json(401, ["message": "The token is not authorized for this scope."]), found,
    .json(200, ana),
  ])
  #expect(try await transport.backend(virtual(VirtualTime())).write(createAna) == ana)
  #expect(transport.lines[2] == "GET /users/search")
}

@Test func `429 waits as long as the service says, else for its interval, else ever longer`()
  async throws
{
  func waits(_ headers: [String: String]) async throws -> [Duration] {
    let time = VirtualTime()
    let tooMany = ScriptedTransport.Outcome.json(429, ["message": "Too many"], headers)
    let transport = ScriptedTransport([tooMany, tooMany, .json(201, ana)])
    _ = try await transport.backend(virtual(time)).write(createAna)
    #expect(time.told.allSatisfy { $0.reason == .tooMany })
    return time.told.map(\.duration)
  }
  #expect(try await waits(["Retry-After": "3"]) == [.seconds(3), .seconds(3)])
  // A date: by the clock here, or by the service's own where it tells.
  let date = "Mon, 05 Jan 2026 12:00:05 GMT"
  #expect(try await waits(["Retry-After": date]).first == .seconds(5))
  let past = ["Retry-After": date, "Date": "Mon, 05 Jan 2026 12:00:01 GMT"]
  #expect(try await waits(past) == [.seconds(4), .seconds(4)])
  let interval = ["X-RateLimit-Max": "5", "X-RateLimit-Interval-Milliseconds": "7000"]
  #expect(try await waits(interval) == [.seconds(7), .seconds(7)])
  #expect(try await waits([:]) == [.milliseconds(500), .seconds(1)])
}

@Test func `a wait says until when, in the time of clocks`() async throws {
  let time = VirtualTime()
  let transport = ScriptedTransport([
    .json(429, ["message": "Too many"], ["retry-after": "90"]), .json(200, ana),
  ])
  _ = try await transport.backend(virtual(time)).read(getAna)
  #expect(time.told.first?.until == time.start.advanced(by: .seconds(90)))
}

@Test func `a service that wants to be left alone for long is left alone`() async throws {
  let transport = ScriptedTransport([
    .json(429, ["message": "Too many"], ["Retry-After": "3600"])
  ])
  let error = try await failure {
    _ = try await transport.backend(virtual(VirtualTime())).read(getAna)
  }
  #expect(error.kind == .rateLimited)
  #expect(error.message.contains("2026-01-05T13:00:00.000Z"))
}

@Test func `the last request of a day is answered, the next is not sent`() async throws {
  let time = VirtualTime()
  let last = [
    "X-RateLimit-Daily-Remaining": "0", "X-RateLimit-Limit-Daily": "10000",
  ]
  let transport = ScriptedTransport([.json(200, ana, last), .json(200, ana)])
  let backend = transport.backend(virtual(time))
  _ = try await backend.read(getAna)
  let error = try await failure { _ = try await backend.read(getAna) }
  #expect(error.kind == .dayLimit)
  #expect(error.message.contains("(10000)"))
  #expect(error.message.contains("2026-01-06T00:00:00.000Z"))
  time.advance(by: .seconds(12 * 3600))
  _ = try await backend.read(getAna)
}

@Test func `the end of a day is the service's where it says so`() async throws {
  let transport = ScriptedTransport([
    .json(
      429, ["message": "Daily limit reached"], ["X-RateLimit-Daily-Reset": "60000"])
  ])
  let error = try await failure {
    _ = try await transport.backend(virtual(VirtualTime())).read(getAna)
  }
  #expect(error.kind == .dayLimit)
  #expect(error.message.contains("2026-01-05T12:01:00.000Z"))
}

@Test func `all requests together have a budget of tries`() async throws {
  var configuration = virtual(VirtualTime())
  configuration.retries.budget = 2
  let transport = ScriptedTransport(Array(repeating: trouble(500), count: 4))
  let backend = transport.backend(configuration)
  for tries in [3, 1] {
    let before = transport.sent.count
    _ = try await failure { _ = try await backend.read(getAna) }
    #expect(transport.sent.count - before == tries)
  }
}

/// Gives `first` until that is refused, then `second`.
private final class Renewing: TokenProvider {
  let asked = Mutex(0)

  func token(for request: Request) -> BearerToken {
    BearerToken(asked.withLock(\.self) == 0 ? "first" : "second")
  }

  func renewed(
    after refused: BearerToken, for request: Request, answer: ServiceError
  ) -> BearerToken? {
    asked.withLock { $0 += 1 }
    return refused.value == "first" ? BearerToken("second") : nil
  }
}

@Test func `only a token that is said to be bad is renewed, and once`() async throws {
  func run(_ message: String, then rest: [ScriptedTransport.Outcome]) async -> (Renewing, [String])
  {
    let refusal = ScriptedTransport.Outcome.json(401, ["message": .string(message)])
    let transport = ScriptedTransport([refusal] + rest)
    let tokens = Renewing()
    let backend = HTTPBackend(
      transport: transport, tokens: tokens, virtual(VirtualTime()))
    _ = try? await backend.read(getAna)
    return (tokens, transport.sent.compactMap { $0.headers.first?.value })
  }
  let (good, sent) = await run("Invalid JWT", then: [.json(200, ana)])
  #expect(good.asked.withLock(\.self) == 1)
  #expect(sent == ["Bearer first", "Bearer second"])
  let again = ScriptedTransport.Outcome.json(401, ["message": "Invalid JWT"])
  #expect(await run("Invalid JWT", then: [again]).1.count == 2)
  for message in ["The user does not exist.", "The token is not authorized for this scope."] {
    #expect(await run(message, then: []).0.asked.withLock(\.self) == 0)
  }
}
