import HTTPBackend
import HighLevel
import JSON
import MockBackend
import MockServer
import Synchronization

/// The live client with the stand-in behind a socket. What was exchanged is kept.
struct LiveSubject: Sendable {
  let backend: HTTPBackend
  let server: RunningMockServer
  private let log: Log

  init(_ service: MockService, version: ServiceVersion) async throws {
    let log = Log()
    self.log = log
    server = try await MockServer.start(
      service, MockServerOptions(limits: nil, tap: { log.add($0) }))
    backend = try HTTPBackend(
      NetworkTransport.Settings(baseURL: server.url),
      // May do everything, also what needs a location's token.
      tokens: StaticToken(BearerToken("YOUR_TOKEN")), HTTPConfiguration(version: version))
  }

  var exchanges: [MockExchange] { log.exchanges }

  private final class Log: Sendable {
    private let kept = Mutex<[MockExchange]>([])

    var exchanges: [MockExchange] { kept.withLock(\.self) }

    func add(_ exchange: MockExchange) { kept.withLock { $0.append(exchange) } }
  }
}
