import FoundationEssentials
import HighLevel
import JSON

/// What an answer on the wire means.
enum Reading: Sendable, Hashable {
  /// The body of a success, a user's record never wrapped.
  case success(JSONValue)
  /// A clear no: nothing was done, and nothing else would come of asking again.
  case refused(ServiceError)
  /// 429: nothing was done, because there were too many requests.
  case limited(ServiceError)
  /// No telling whether anything was done.
  case lost(ServiceError)
}

/// Reads answers by status, then content type, then body; what is no answer of the service's, as a
/// proxy's page, is never taken for one.
struct AnswerReader: Sendable {
  let host: String

  func read(_ answer: HTTPAnswer, to request: Request) -> Reading {
    switch answer.status {
    case 200..<300: return success(answer, request)
    case 300..<400: return .refused(redirect(answer))
    default: return refusal(answer)
    }
  }

  private func success(_ answer: HTTPAnswer, _ request: Request) -> Reading {
    // A queued delete may be answered with nothing at all.
    if request.operation.kind == .delete, answer.body.isEmpty { return .success([:]) }
    guard isJSON(answer) else {
      return .lost(strange(answer, "is \(contentType(answer)), not JSON"))
    }
    let body: JSONValue
    do throws(JSONSyntaxError) {
      body = try JSONValue(parsing: answer.body)
    } catch {
      return .lost(strange(answer, "is broken JSON (line \(error.line), column \(error.column))"))
    }
    let record = request.operation.resource == "users" ? request.operation.record(in: body) : body
    guard isWhole(record, for: request.operation) else {
      return .lost(strange(answer, "has not the form of \(request.operation.name)"))
    }
    return .success(record)
  }

  /// Whether there is what callers need to go on: a record's id, or a list.
  private func isWhole(_ record: JSONValue, for operation: HighLevel.Operation) -> Bool {
    guard case .object = record else { return false }
    switch (operation.resource, operation.verb) {
    case ("users", "get"), ("users", "create"), ("users", "update"):
      return record["id"]?.string?.isEmpty == false
    case ("users", "search"), ("users", "filter_by_email"), ("users", "by_location"):
      return record["users"]?.array != nil
    case ("users", "delete"):
      // v2 misspells it.
      return (record["succeeded"] ?? record["succeded"])?.bool != false
    default: return true
    }
  }

  private func refusal(_ answer: HTTPAnswer) -> Reading {
    guard isJSON(answer), let body = try? JSONValue(parsing: answer.body) else {
      let isTrouble = answer.status == 408 || answer.status >= 500
      let error = strange(
        answer, "has status \(answer.status) and is \(contentType(answer)), not the service's JSON")
      if answer.status == 429 { return .limited(ServiceError(status: 429, body: .null)) }
      return isTrouble ? .lost(error) : .refused(error)
    }
    let error = ServiceError(status: answer.status, body: body)
    switch error.kind {
    case .rateLimited, .dayLimit: return .limited(error)
    case .unavailable: return .lost(error)
    default: return .refused(error)
    }
  }

  /// Only the host is named: the rest may lead anywhere and say anything.
  private func redirect(_ answer: HTTPAnswer) -> ServiceError {
    let target = answer.header("location").flatMap { URLComponents(string: $0)?.host }
    let place = target ?? "another path"
    return ServiceError(
      kind: .unknown, status: answer.status,
      message: "\(host) sends us on to \(place), which is not followed: the token would go along."
        + " Check the base URL.")
  }

  private func strange(_ answer: HTTPAnswer, _ what: String) -> ServiceError {
    let isTrouble = answer.status < 300 || answer.status == 408 || answer.status >= 500
    return ServiceError(
      kind: isTrouble ? .unavailable : .unknown, status: answer.status,
      message: "The answer of \(host) \(what).")
  }

  /// An answer without a content type gets the benefit of the doubt.
  private func isJSON(_ answer: HTTPAnswer) -> Bool {
    guard let type = answer.header("content-type")?.lowercased() else { return true }
    return type.hasPrefix("application/json") || type.prefix { $0 != ";" }.hasSuffix("+json")
  }

  /// The type without its parameters, cut short: it is the other side's text.
  private func contentType(_ answer: HTTPAnswer) -> String {
    let type = answer.header("content-type")?.prefix { $0 != ";" }.prefix(40) ?? ""
    return type.isEmpty ? "without a content type" : String(type.filter { $0.isASCII })
  }
}
