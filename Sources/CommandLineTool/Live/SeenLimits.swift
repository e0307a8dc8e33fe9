import HighLevel
import JSON

/// What the service's last answer said of limits and of its time.
struct SeenLimits: Sendable {
  var max: Int?
  var remaining: Int?
  var milliseconds: Int?
  var daily: Int?
  var dailyRemaining: Int?
  /// The service's clock less ours, in seconds; nil when it did not tell.
  var skew: Int?

  /// - Parameter now: What the clock here showed when the answer came.
  init(_ transport: ObservingTransport, now: Timestamp) {
    func number(_ name: String) -> Int? { transport.lastHeader(name).flatMap { Int($0) } }
    max = number("x-ratelimit-max")
    remaining = number("x-ratelimit-remaining")
    milliseconds = number("x-ratelimit-interval-milliseconds")
    daily = number("x-ratelimit-limit-daily")
    dailyRemaining = number("x-ratelimit-daily-remaining")
    if let date = transport.lastHeader("date").flatMap(Timestamp.httpDate) {
      skew = Int((date.milliseconds - now.milliseconds) / 1000)
    }
  }

  var text: String? {
    guard let max, let milliseconds else { return nil }
    var text = "\(max.grouped) requests in \(milliseconds / 1000) s"
    if let remaining { text += " (\(remaining.grouped) left)" }
    if let daily { text += ", \(daily.grouped) a day" }
    if let dailyRemaining { text += " (\(dailyRemaining.grouped) left)" }
    return text
  }

  /// Above a few seconds, tokens seem to run out too early or too late.
  var skewText: String? {
    guard let skew else { return nil }
    switch skew {
    case -2...2: return "agrees with the service's"
    case 3...: return "\(skew) s behind the service's"
    default: return "\(-skew) s ahead of the service's"
    }
  }

  var json: JSONValue {
    func value(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
    return [
      "max": value(max), "remaining": value(remaining), "interval_ms": value(milliseconds),
      "daily": value(daily), "daily_remaining": value(dailyRemaining),
    ]
  }
}
