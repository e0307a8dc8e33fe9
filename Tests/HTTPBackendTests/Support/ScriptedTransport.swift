import HTTPBackend
import HighLevel
import JSON
import Synchronization
import Testing

/// A transport whose answers are given beforehand, one for each request.
final class ScriptedTransport: HTTPTransport {
  enum Outcome: Sendable {
    case answer(HTTPAnswer)
    case failure(TransportFailure)

    static func json(
      _ status: Int, _ body: JSONValue, _ headers: [String: String] = [:]
    ) -> Outcome {
      let fields = headers.map { HTTPField($0.key, $0.value) }
      return .answer(
        HTTPAnswer(
          status: status, headers: fields + [HTTPField("Content-Type", "application/json")],
          body: Array(body.text().utf8)))
    }

    /// The answer was lost on its way.
    static let lost = Outcome.failure(TransportFailure("It was cut.", mayHaveArrived: true))
    /// There was no connection.
    static let unsent = Outcome.failure(TransportFailure("Refused.", mayHaveArrived: false))
  }

  private let outcomes: Mutex<[Outcome]>
  private let requests = Mutex<[HTTPRequest]>([])

  init(_ outcomes: [Outcome]) { self.outcomes = Mutex(outcomes) }

  let host = "api.example.test"
  var sent: [HTTPRequest] { requests.withLock(\.self) }
  var lines: [String] { sent.map(\.description) }

  func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPAnswer {
    requests.withLock { $0.append(request) }
    let outcome: Outcome? = outcomes.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    switch outcome {
    case .answer(let answer): return answer
    case .failure(let failure): throw failure
    case nil:
      Issue.record("nobody expected \(request)")
      throw TransportFailure("unexpected", mayHaveArrived: false, isPermanent: true)
    }
  }

  func backend(_ configuration: HTTPConfiguration, token: String = "pit-secret") -> HTTPBackend {
    HTTPBackend(
      transport: self, tokens: StaticToken(BearerToken(token)), configuration)
  }
}

/// The error that an operation ends in.
func failure(
  sourceLocation: SourceLocation = #_sourceLocation, _ operation: () async throws -> Void
) async throws -> ServiceError {
  let error = await #expect(throws: ServiceError.self, sourceLocation: sourceLocation) {
    try await operation()
  }
  return try #require(error, sourceLocation: sourceLocation)
}
