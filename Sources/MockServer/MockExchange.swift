public import JSON

/// A request and its answer as they were on the wire, for tests that look over a client's shoulder.
public struct MockExchange: Sendable {
  public let method: String
  /// Path and query as they came.
  public let target: String
  public let version: String?
  /// The request's body; nil where there was none or it was no JSON.
  public let body: JSONValue?
  /// 0 when the connection was cut.
  public let status: Int
  public let answer: JSONValue?

  init(_ call: Call, _ reply: Reply) {
    (method, target, version, status) = (call.method, call.target, call.version, reply.status)
    body = try? JSONValue(parsing: call.body)
    answer = if case .json(let value) = reply.body { value } else { nil }
  }

  /// The path without the query.
  public var path: String { String(target.prefix { $0 != "?" }) }

  /// The fields of the query, decoded.
  public var query: JSONObject { FormDecoding.fields(target.drop { $0 != "?" }.dropFirst()) }
}
