import Foundation
import HTTPBackend
import HighLevel
import JSON
import MockBackend
import Testing

/// Mixes of trouble by seed. A few in every run of the tests; `scripts/check-faults` runs hundreds.
private let seeds: ClosedRange<UInt64> = {
  let count = ProcessInfo.processInfo.environment["GHLUA_FAULT_MIXES"].flatMap { UInt64($0) }
  return 1...max(1, count ?? 24)
}()

private func client(_ url: String, caFile: String? = nil) throws -> HTTPBackend {
  try HTTPBackend(
    NetworkTransport.Settings(
      baseURL: url, connectTimeout: .seconds(2), silenceTimeout: .milliseconds(120),
      wholeTimeout: .milliseconds(600), sizeLimit: 1 << 18, caFile: caFile),
    tokens: StaticToken(BearerToken("pit-secret")),
    HTTPConfiguration(
      concurrency: 4,
      retries: RetryPolicy(
        firstDelay: .milliseconds(2), longestDelay: .milliseconds(10), budget: 1000)))
}

private func create(_ number: Int) -> Request {
  Request(
    .usersCreate,
    fields: [
      "companyId": .string(DefaultCompany.id), "firstName": "New",
      "lastName": .string("No \(number)"),
      "email": .string("new\(number)@x.test"), "password": "Correct-Horse-9", "type": "account",
      "role": "user", "locationIds": [.string(DefaultCompany.berlin)],
    ])
}

/// What one operation came to.
private typealias Outcome = Result<JSONValue, ServiceError>

/// Four creates, four updates, two deletes and two reads, all at once.
private func carryOut(_ backend: HTTPBackend, on people: [String]) async -> [(Request, Outcome)] {
  let change: JSONObject = ["lastName": "Changed"]
  var requests = (1...4).map(create)
  requests += people[0..<4].map { Request(.usersUpdate, id: $0, fields: change) }
  requests += people[4..<6].map { Request(.usersDelete, id: $0) }
  requests += people[6..<8].map { Request(.usersGet, id: $0) }
  return await withTaskGroup(of: (Request, Outcome).self) { group in
    for request in requests {
      group.addTask {
        do throws(ServiceError) {
          return request.operation.kind == .read
            ? (request, .success(try await backend.read(request)))
            : (request, .success(try await backend.write(request)))
        } catch {
          return (request, .failure(error))
        }
      }
    }
    return await group.reduce(into: []) { $0.append($1) }
  }
}

/// Whether the service holds what the request asks for.
private func isDone(_ request: Request, in state: MockState) -> Bool {
  let users = state.users.map { User($0) }
  let user = users.first { $0.id == request.id }
  switch request.operation.kind {
  case .create:
    return users.contains { $0.email == request.fields["email"]?.string && !$0.isDeleted }
  case .update: return user?.lastName == "Changed"
  case .delete: return user?.isDeleted != false
  case .read: return false
  }
}

/// What an error of the client looks like, whatever went wrong.
private func check(_ error: ServiceError, _ note: Comment) {
  #expect([.unavailable, .rateLimited, .unknown].contains(error.kind), note)
  #expect(error.message.last == "." || error.message.hasSuffix("tries)") || error.status > 0, note)
  for word in ["pit-secret", "ECONN", "ETIMEDOUT", "<html>", "@x.test"] {
    #expect(!error.message.contains(word), note)
  }
}

@Test(arguments: seeds)
func `whatever goes wrong, each run ends in a right state and says so`(seed: UInt64) async throws {
  let mix = FaultMix(seed: seed)
  let people = mix.service.state.users.map { User($0).id }.dropFirst(3).prefix(8)
  let outcomes = try await withServer({ mix.respond($0) }) { server in
    await carryOut(try client(server.url), on: Array(people))
  }
  mix.service.advance(by: .seconds(600))
  let state = mix.service.state
  for (request, outcome) in outcomes {
    let note: Comment = "seed \(seed), \(request.operation.name), \(mix.struck)"
    switch outcome {
    case .success(let answer):
      if request.operation.kind == .read {
        #expect(answer["id"]?.string == request.id, note)
      } else {
        #expect(isDone(request, in: state), note)
      }
      if request.operation.kind == .create {
        let made = state.users.first { User($0).id == answer["id"]?.string }
        #expect(made?["email"] == request.fields["email"], note)
      }
    case .failure(let error):
      check(error, note)
      // Only "not known" leaves it open; any other end means that nothing was done.
      let isOpen = error.message.contains("not known whether \(request.operation.name)")
      if !isOpen { #expect(!isDone(request, in: state), note) }
      if isOpen { #expect(error.kind == .unavailable, note) }
    }
  }
  let emails = state.users.map { User($0).email }.filter { $0.hasSuffix("@x.test") }
  #expect(Set(emails).count == emails.count, "seed \(seed)")
  #expect(mix.repeatedCreates.isEmpty, "seed \(seed)")
}

@Test func `behind an expired certificate nothing is done, and each operation says so`()
  async throws
{
  let mix = FaultMix(seed: 1)
  let before = mix.service.state
  let people = before.users.prefix(8).map { User($0).id }
  let outcomes = try await withServer(certificate: "expired", { mix.respond($0) }) { server in
    let caFile = FaultyServer.certificateFile("expired")
    return await carryOut(try client(server.url, caFile: caFile), on: people)
  }
  for (_, outcome) in outcomes {
    guard case .failure(let error) = outcome else {
      Issue.record("something succeeded")
      continue
    }
    #expect(error.message.contains("expired"))
    #expect(!error.message.contains("not known"))
  }
  #expect(mix.service.state == before)
}
