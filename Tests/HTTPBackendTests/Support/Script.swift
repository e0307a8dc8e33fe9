import HighLevel
import JSON
import MockBackend

/// What the server does on the wire once it has a whole request.
enum Step: Sendable {
  case bytes(String)
  case pause(Duration)
  /// That many zeros, as fast as they are taken.
  case flood(Int)
  case close
  /// Ends the connection without a word of TCP.
  case reset
}

/// A request as the server saw it.
struct Seen: Sendable {
  var method: String
  var path: String
  var query: [(name: String, value: String)]
  var headers: [String: String]
  var body: String
  /// Counts the connections of the server from 1.
  var connection: Int

  /// `PUT /users/abc`.
  var line: String { "\(method) \(path)" }

  /// The request in the table's terms; nil for a path that leads nowhere.
  func request(prefix: String = "") -> Request? {
    guard path.hasPrefix(prefix) else { return nil }
    let parts = path.dropFirst(prefix.count).split(
      separator: "/", omittingEmptySubsequences: false)
    let rows = Operations.all.filter { $0.method.rawValue == method }
    for operation in rows.sorted(by: { !$0.takesID && $1.takesID }) {
      let pattern = operation.path.split(separator: "/", omittingEmptySubsequences: false)
      guard pattern.count == parts.count,
        zip(pattern, parts).allSatisfy({ $0 == "{id}" ? !$1.isEmpty : $0 == $1 })
      else { continue }
      let id = zip(pattern, parts).first { $0.0 == "{id}" }.map { String($0.1) }
      let fields =
        body.isEmpty
        ? JSONObject(query.map { ($0.name, .string($0.value)) })
        : (try? JSONValue(parsing: body))?.object ?? [:]
      return Request(operation, id: id ?? "", fields: fields)
    }
    return nil
  }
}

/// Answers as bytes.
enum Wire {
  static func answer(
    _ status: Int, _ body: String, type: String? = "application/json; charset=utf-8",
    headers: [String] = [], length: Int? = nil
  ) -> String {
    var lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(length ?? body.utf8.count)"]
    if let type { lines.append("Content-Type: \(type)") }
    return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  static func answer(_ answer: MockAnswer?, headers: [String] = []) -> [Step] {
    guard let answer else { return [.reset] }
    let own = answer.headers.map { "\($0.key): \($0.value)" }
    return [.bytes(Wire.answer(answer.status, answer.body.text(), headers: own + headers))]
  }
}
