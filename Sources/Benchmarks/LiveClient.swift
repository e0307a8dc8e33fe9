import HTTPBackend
import HighLevel
import JSON
import MockBackend

/// Updates through the live client against a running stand-in; `scripts/bench-client` starts both.
///
/// Arguments: `client URL COUNT CONCURRENCY`.
enum LiveClient {
  static func measure(_ arguments: [String]) async throws {
    guard arguments.count == 3, let count = Int(arguments[1]), let concurrency = Int(arguments[2])
    else { fatalError("client URL COUNT CONCURRENCY") }
    let refusals = Counter()
    let backend = try HTTPBackend(
      NetworkTransport.Settings(baseURL: arguments[0]),
      tokens: StaticToken(BearerToken("pit-benchmark")),
      HTTPConfiguration(
        concurrency: concurrency,
        onWait: { wait in if wait.reason == .tooMany { _ = refusals.next() } }))
    let ids = try await people(backend)
    let start = ContinuousClock.now
    try await update(ids, count: count, concurrency: concurrency, through: backend)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let line: JSONValue = [
      "seconds": .number(seconds), "refusals": .integer(Int64(refusals.next() - 1)),
    ]
    print(line.text())
  }

  private static func people(_ backend: HTTPBackend) async throws -> [String] {
    let answer = try await backend.read(
      Request(.usersSearch, fields: ["companyId": .string(DefaultCompany.id), "limit": "25"]))
    return (answer["users"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  private static func update(
    _ ids: [String], count: Int, concurrency: Int, through backend: HTTPBackend
  ) async throws {
    try await Lanes.run(count, atOnce: concurrency) { number in
      let fields: JSONObject = ["firstName": .string("Name \(number)")]
      _ = try await backend.write(
        Request(.usersUpdate, id: ids[number % ids.count], fields: fields))
    }
  }
}
