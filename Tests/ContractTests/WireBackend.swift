import HighLevel
import JSON
import MockBackend
import Synchronization

@testable import MockServer

/// The stand-in as it is on the wire, without the wire: requests as a plain client writes them, and
/// the answers' bodies. What was exchanged is kept.
final class WireBackend: Backend {
  private let front: Front
  private let version: String
  private let log = Mutex<[MockExchange]>([])

  init(_ service: MockService, version: ServiceVersion) {
    front = Front(service, MockServerOptions(limits: nil), journal: nil)
    self.version = version.rawValue
  }

  var exchanges: [MockExchange] { log.withLock { $0 } }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue { try send(request) }
  func write(_ request: Request) async throws(ServiceError) -> JSONValue { try send(request) }

  private func send(_ request: Request) throws(ServiceError) -> JSONValue {
    let operation = request.operation
    let isQuery = operation.method == .get || operation.method == .delete
    let id = PercentEncoding.encode(request.id)
    let query = request.fields.map { member in
      "\(member.key)=\(PercentEncoding.encode(member.value.string ?? member.value.text()))"
    }.joined(separator: "&")
    let path = operation.path.replacing("{id}", with: id)
    let call = Call(
      method: operation.method.rawValue,
      target: isQuery && !query.isEmpty ? "\(path)?\(query)" : path,
      authorization: "Bearer YOUR_TOKEN", version: version,
      body: isQuery ? [] : Array(JSONValue.object(request.fields).text().utf8))
    let reply = front.reply(to: call)
    log.withLock { $0.append(MockExchange(call, reply)) }
    guard case .json(let body) = reply.body else { throw .noAnswer("cut") }
    guard (200..<300).contains(reply.status) else {
      throw ServiceError(status: reply.status, body: body)
    }
    return operation.resource == "users" ? operation.record(in: body) : body
  }
}
