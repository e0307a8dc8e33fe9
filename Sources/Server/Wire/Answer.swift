import Diagnostics
import JSON

/// What goes back.
struct Answer: Sendable {
  /// Puts out parts of a body that has no end yet.
  typealias Stream =
    @Sendable (_ write: @escaping @Sendable (String) async throws -> Void)
    async throws -> Void

  enum Body: Sendable {
    case text(String)
    case stream(Stream)
  }

  var status: Int
  var type: String
  var headers: [(name: String, value: String)] = []
  var body: Body

  init(status: Int = 200, type: String, _ text: String) {
    (self.status, self.type, body) = (status, type, .text(text))
  }

  /// Server-sent events.
  init(events stream: @escaping Stream) {
    (status, type, body) = (200, "text/event-stream", .stream(stream))
  }

  init(status: Int = 200, _ object: JSONObject) {
    self.init(
      status: status, type: "application/json", JSONValue.object(object).text(ascii: true) + "\n")
  }

  /// A problem as all of ghlua's JSON has it.
  init(status: Int, _ problem: Problem) {
    self.init(
      status: status,
      ["schema": "ghlua.problem/1", "ok": false, "problem": problem.json])
  }

  init(status: Int, page: Markup) {
    self.init(status: status, type: "text/html; charset=utf-8", page.text)
  }

  /// Leads on after a form was sent.
  static func seeOther(_ path: String) -> Answer {
    var answer = Answer(status: 303, type: "text/plain; charset=utf-8", "see \(path)\n")
    answer.headers.append(("location", path))
    return answer
  }

  static let notFound = Answer(
    status: 404, Problem(.usage, "there is nothing at this address", hint: "see /openapi.json"))

  static func notAllowed(_ methods: String) -> Answer {
    var answer = Answer(
      status: 405, Problem(.usage, "this address does not take that method", hint: methods))
    answer.headers.append(("allow", methods))
    return answer
  }
}

extension Problem {
  /// `{code, message, hint, retryable, at}`.
  var json: JSONValue {
    [
      "code": .string(code.rawValue), "message": .string(message),
      "hint": hint.map { .string($0) } ?? .null, "retryable": .bool(retryable),
      "at": place.map { .string($0.description) } ?? .null,
    ]
  }

  /// The status of an answer about it.
  var status: Int {
    switch code {
    case .auth: 403
    case .unavailable: 503
    case .locked, .drift: 409
    case .recipeNotFound: 404
    case .bug: 500
    default: 422
    }
  }
}
