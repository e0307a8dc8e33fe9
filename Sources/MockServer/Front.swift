import HighLevel
import JSON
import MockBackend
import Synchronization

/// What stands between the wire and the stand-in: versions, tokens, limits and paths.
///
/// The order of the checks is a choice: what the real service looks at first is not known.
final class Front: Sendable {
  let service: MockService
  let options: MockServerOptions
  let counts = CallCounts()
  private let journal: MockJournal?
  private let routes = Routes()
  private let oauth: OAuth
  private let control: Control
  private let counters = Mutex<[String: RateCounter]>([:])

  init(_ service: MockService, _ options: MockServerOptions, journal: MockJournal?) {
    self.service = service
    self.options = options
    self.journal = journal
    oauth = OAuth(service: service)
    control = Control(service: service, counts: counts)
  }

  /// Answers a request.
  func reply(to call: Call) -> Reply {
    if case .running(let clock) = options.clock { service.catchUp(to: clock()) }
    let segments = call.segments
    if segments.first == "_mock" { return control.reply(to: call, segments) }
    var reply = limited(call, segments)
    // What cannot be kept must not be acknowledged.
    if journal?.hasFailed == true { reply = Reply(.refused(500, "The change cannot be saved.")) }
    counts.note(reply.status)
    if let tap = options.tap { tap(MockExchange(call, reply)) }
    return reply
  }

  /// For a body that is over the limit.
  var tooLarge: Reply {
    counts.note(413)
    return Reply(service.traced(.refused(413, "Payload Too Large")))
  }

  private func limited(_ call: Call, _ segments: [String]) -> Reply {
    let holder = TokenHolder(authorization: call.authorization, service: service)
    guard let limits = options.limits else { return traced(answer(call, segments, holder)) }
    let now = ContinuousClock.now
    let verdict = counters.withLock { counters in
      counters[holder.resource, default: RateCounter(limits, now: now)].count(at: now)
    }
    // What the body of a 429 says is not documented.
    var reply = traced(
      verdict.isAllowed
        ? answer(call, segments, holder) : Reply(.refused(429, "Too Many Requests")))
    reply.headers += limits.headers(verdict)
    return reply
  }

  /// Whatever the stand-in did not answer itself gets its trace id here.
  private func traced(_ reply: Reply) -> Reply {
    guard case .json(.object(let body)) = reply.body, body["traceId"] == nil else { return reply }
    let answer = service.traced(MockAnswer(status: reply.status, body: body))
    var result = Reply(answer)
    result.headers += reply.headers
    return result
  }

  private func answer(_ call: Call, _ segments: [String], _ holder: TokenHolder) -> Reply {
    if let reply = oauth.reply(to: call, segments, holder) { return reply }
    guard let (operation, id) = routes.find(call.method, segments) else {
      return Reply(.unknownPath(call.method, call.target))
    }
    guard let header = call.version else { return Reply(.missingVersion) }
    guard let version = ServiceVersion(header: header) else { return Reply(.invalidVersion) }
    if let fault = holder.token.fault { return Reply(.refused(401, fault)) }
    guard let fields = fields(of: call) else {
      return Reply(.refused(400, "The body of the request is no JSON object."))
    }
    let request = HighLevel.Request(operation, id: id, fields: fields)
    return Reply(service.reply(to: request, version: version, token: holder.token))
  }

  /// Query or body, by the method; nil for a body that cannot be read. Whatever content type a body
  /// claims to have, it is read as JSON.
  private func fields(of call: Call) -> JSONObject? {
    switch call.method {
    case "GET", "DELETE": FormDecoding.fields(call.query)
    default: call.body.isEmpty ? [:] : (try? JSONValue(parsing: call.body))?.object
    }
  }
}
