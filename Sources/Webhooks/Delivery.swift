public import HighLevel
import JSON

/// A webhook as it came over the wire, before anybody believes it.
public struct Delivery: Sendable {
  /// Names in lower case, in the order in which they came.
  public var headers: [(name: String, value: String)]
  /// What stands in the path behind the hook's name; nil for nothing.
  public var pathSecret: String?
  /// The fields of the query, decoded.
  public var query: [(name: String, value: String)]
  /// The raw bytes: signatures are over these.
  public var body: [UInt8]
  public var received: Timestamp

  public init(
    headers: [(name: String, value: String)], pathSecret: String? = nil,
    query: [(name: String, value: String)] = [], body: [UInt8], received: Timestamp
  ) {
    self.headers = headers.map { ($0.name.lowercased(), $0.value) }
    self.pathSecret = pathSecret
    self.query = query
    self.body = body
    self.received = received
  }

  /// The value of a header; nil when it is absent. A header that decides whether to believe a
  /// request must not come twice: two programs on the way may look at different ones.
  func header(_ name: String) throws(WebhookRefusal) -> String? {
    let values = headers.lazy.filter { $0.name == name }.prefix(2).map(\.value)
    guard values.count < 2 else { throw .untrusted("the header \(name) comes more than once") }
    return values.first
  }

  /// The body as a JSON object.
  func object() throws(WebhookRefusal) -> JSONObject {
    guard let object = (try? JSONValue(parsing: body))?.object else {
      throw .malformed("the body is no JSON object")
    }
    return object
  }
}

/// Why a delivery is not taken.
public enum WebhookRefusal: Error, Sendable, Hashable {
  /// It does not prove where it comes from. The reason is for the log, not for the sender.
  case untrusted(String)
  /// It comes from where it should, and cannot be understood.
  case malformed(String)
  /// Whether to believe it cannot be found out now: keys could not be had.
  case unavailable(String)

  public var reason: String {
    switch self {
    case .untrusted(let reason), .malformed(let reason), .unavailable(let reason): reason
    }
  }
}
