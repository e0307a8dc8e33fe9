import HighLevel

/// What an answer says about the limits of the token it was asked with.
///
/// Source of the names: HighLevel's documentation of its limits; `X-RateLimit-Daily-Reset`
/// (milliseconds until the day's count begins anew) is undocumented but read by public clients, and
/// so is `Retry-After`.
struct LimitHeaders: Sendable, Hashable {
  /// At most `max` requests in any `interval`.
  var limit: RateLimit?
  /// How many of them are left.
  var remaining: Int?
  var dailyLimit: Int?
  var dailyRemaining: Int?
  var dailyReset: Duration?
  /// Given in seconds or as a date.
  var retryAfter: Duration?

  /// - Parameter wall: What the clock here shows; a date counts from the service's own, if it tells.
  init(_ answer: HTTPAnswer, wall: Timestamp) {
    func number(_ name: String) -> Int? {
      answer.header(name).flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
    if let max = number("x-ratelimit-max"), max > 0 {
      let milliseconds = number("x-ratelimit-interval-milliseconds") ?? 10_000
      limit = RateLimit(max: max, interval: .milliseconds(Swift.max(1, milliseconds)))
    }
    remaining = number("x-ratelimit-remaining")
    dailyLimit = number("x-ratelimit-limit-daily")
    dailyRemaining = number("x-ratelimit-daily-remaining")
    dailyReset = number("x-ratelimit-daily-reset").map { .milliseconds($0) }
    retryAfter = number("retry-after").map { .seconds($0) }
    if let date = answer.header("retry-after").flatMap(Timestamp.httpDate) {
      let now = answer.header("date").flatMap(Timestamp.httpDate) ?? wall
      // One that is over tells nothing about how long to wait.
      if date > now { retryAfter = .milliseconds(date.milliseconds - now.milliseconds) }
    }
  }
}

/// At most so many requests in any stretch of that length.
struct RateLimit: Sendable, Hashable {
  var max: Int
  var interval: Duration
}
