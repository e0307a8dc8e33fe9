import HighLevel
import JSON

/// From a row of the table of operations to a request on the wire.
struct RequestWriter: Sendable {
  let version: ServiceVersion
  let userAgent: String

  func request(_ request: Request, token: BearerToken) -> HTTPRequest {
    let operation = request.operation
    let path =
      operation.takesID
      ? operation.path.dropLast("{id}".count) + PercentEncoding.encode(request.id) : operation.path
    var result = HTTPRequest(
      operation.method, path,
      headers: [
        HTTPField("Authorization", "Bearer \(token.value)"),
        HTTPField("Version", version.rawValue),
        HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", userAgent),
      ])
    switch operation.method {
    case .get, .delete:
      result.query = request.fields.map { HTTPField($0.key, Self.text($0.value)) }
    case .post, .put:
      result.headers.append(HTTPField("Content-Type", "application/json"))
      result.body = JSONValue.object(request.fields).utf8()
    }
    return result
  }

  /// A value in a query: lists by commas, as the service takes them.
  private static func text(_ value: JSONValue) -> String {
    value.string ?? value.strings?.joined(separator: ",") ?? value.text()
  }
}
