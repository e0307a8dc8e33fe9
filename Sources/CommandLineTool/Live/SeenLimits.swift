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
    if let date = transport.lastHeader("date").flatMap(Timestamp.init(httpDate:)) {
      skew = Int((date.milliseconds - now.milliseconds) / 1000)
    }
  }

  var text: String? {
    guard let max, let milliseconds else { return nil }
    var text = "\(max) requests in \(milliseconds / 1000) s"
    if let remaining { text += " (\(remaining) left)" }
    if let daily { text += ", \(daily) a day" }
    if let dailyRemaining { text += " (\(dailyRemaining) left)" }
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

extension Timestamp {
  /// Reads `Sat, 21 Nov 2026 10:56:20 GMT` (RFC 9110, 5.6.7); nil for anything else.
  init?(httpDate text: String) {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2,
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    self.init("\(parts[3])-\(number)-\(parts[1])T\(parts[4]).000Z")
  }
}
