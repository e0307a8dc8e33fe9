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
  private let routes = Routes()
  private let counters = Mutex<[String: RateCounter]>([:])

  init(_ service: MockService, _ options: MockServerOptions) {
    self.service = service
    self.options = options
  }

  /// Answers a request.
  func reply(to call: Call) -> Reply {
    if case .running(let clock) = options.clock { service.now = max(service.now, clock()) }
    let segments = call.segments
    let holder = TokenHolder(authorization: call.authorization, company: service.companyId)
    let verdict = count(holder.resource)
    var reply =
      verdict?.isAllowed == false
      ? Reply(.refused(429, "Too Many Requests")) : answer(call, segments, holder.token)
    if let limits = options.limits, let verdict { reply.headers += limits.headers(verdict) }
    return reply
  }

  private func count(_ resource: String) -> RateCounter.Verdict? {
    guard let limits = options.limits else { return nil }
    let now = ContinuousClock.now
    return counters.withLock { counters in
      counters[resource, default: RateCounter(limits, now: now)].count(at: now)
    }
  }

  private func answer(_ call: Call, _ segments: [String], _ token: MockToken) -> Reply {
    guard let (operation, id) = routes.find(call.method, segments) else {
      return Reply(.unknownPath(call.method, call.target))
    }
    guard let header = call.version else { return Reply(.missingVersion) }
    guard let version = ServiceVersion(header: header) else { return Reply(.invalidVersion) }
    if let fault = token.fault { return Reply(.refused(401, fault)) }
    guard let fields = fields(of: call) else {
      return Reply(.refused(400, "The body of the request is no JSON object."))
    }
    let request = HighLevel.Request(operation, id: id, fields: fields)
    return Reply(service.reply(to: request, version: version, token: token))
  }

  /// Query or body, by the method; nil for a body that cannot be read. Whatever content type a body
  /// claims to have, it is read as JSON.
  private func fields(of call: Call) -> JSONObject? {
    switch call.method {
    case "GET", "DELETE": FormDecoding.fields(call.query)
    default:
      call.body.isEmpty ? [:] : (try? JSONValue(parsing: call.body))?.object
    }
  }
}
