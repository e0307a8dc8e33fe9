import AsyncHTTPClient
import MockBackend
import NIOCore
import NIOHTTP1

/// The same updates by AsyncHTTPClient alone: no limits, no retries, answers not looked into. What the
/// live client adds to it shows beside it.
///
/// Arguments: `library-client URL COUNT CONCURRENCY`.
enum LibraryClient {
  static func measure(_ arguments: [String]) async throws {
    guard arguments.count == 3, let count = Int(arguments[1]), let concurrency = Int(arguments[2])
    else { fatalError("library-client URL COUNT CONCURRENCY") }
    var configuration = HTTPClient.Configuration()
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
    configuration.tracing.tracer = nil
    let client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup.next(), configuration: configuration)
    let target = "\(arguments[0])/users/\(DefaultCompany.johnDeo)"
    try await update(target, 1, 1, by: client)
    let start = ContinuousClock.now
    try await update(target, count, concurrency, by: client)
    print(#"{"seconds":\#((ContinuousClock.now - start) / .seconds(1)),"refusals":0}"#)
    try await client.shutdown()
  }

  private static func update(
    _ target: String, _ count: Int, _ concurrency: Int, by client: HTTPClient
  ) async throws {
    try await Lanes.run(count, atOnce: concurrency) { number in
      let answer = try await client.execute(request(target, number), timeout: .seconds(90))
      guard answer.status == .ok else { fatalError("status \(answer.status)") }
      _ = try await answer.body.collect(upTo: 1 << 20)
    }
  }

  private static func request(_ target: String, _ number: Int) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: target)
    request.method = .PUT
    request.headers = [
      "Authorization": "Bearer pit-benchmark", "Version": "2021-07-28",
      "Accept": "application/json", "Content-Type": "application/json", "User-Agent": "bench",
    ]
    request.body = .bytes(ByteBuffer(string: #"{"firstName":"Name \#(number)"}"#))
    return request
  }
}
