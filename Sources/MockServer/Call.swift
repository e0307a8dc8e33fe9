import HighLevel
import JSON
import MockBackend

/// A request as it came over the wire, without anything of the library that carried it.
struct Call: Sendable {
  /// `GET`, `POST`, …
  var method: String
  /// Path and query as they came.
  var target: String
  var authorization: String?
  var version: String?
  var body: [UInt8] = []
  /// Whether it came from this machine.
  var isLocal = false

  /// The path, still encoded.
  var path: Substring { target.prefix { $0 != "?" && $0 != "#" } }

  /// What stands behind the first question mark; empty without one.
  var query: Substring {
    target.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
  }

  /// The parts of the path, decoded, without the prefix `v1` that the service's first address has.
  /// A slash at the end makes no difference, as with the service.
  var segments: [String] {
    var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    if parts.last == "" { parts.removeLast() }
    if parts.first == "v1" { parts.removeFirst() }
    return parts.map { PercentEncoding.decode($0) }
  }
}

/// What goes back.
struct Reply: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: Body
  var delay: Duration?
  var damage: Fault.Damage?

  enum Body: Sendable {
    case json(JSONValue)
    /// The connection is cut without an answer.
    case nothing
  }

  init(_ answer: MockAnswer) {
    status = answer.status
    body = .json(answer.body)
    headers = answer.headers.map { (name: $0.key, value: $0.value) }
  }

  init(_ reply: MockReply) {
    status = reply.answer?.status ?? 0
    headers = (reply.answer?.headers ?? [:]).map { (name: $0.key, value: $0.value) }
    body = reply.answer.map { .json($0.body) } ?? .nothing
    (delay, damage) = (reply.delay, reply.damage)
  }

  init(status: Int = 200, _ body: JSONObject) {
    self.status = status
    self.body = .json(.object(body))
  }
}
