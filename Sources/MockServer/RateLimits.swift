/// How many requests are allowed, for each app and resource (a company or a location).
///
/// Source: `documented` is HighLevel's documentation, `pit` was measured with private-integration
/// tokens.
public struct RateLimits: Sendable, Hashable {
  /// How many in one interval.
  public var max: Int
  public var interval: Duration
  /// How many in 24 hours.
  public var daily: Int

  public init(max: Int, interval: Duration = .seconds(10), daily: Int) {
    self.max = max
    self.interval = interval
    self.daily = daily
  }

  /// 100 in 10 seconds, 200,000 a day.
  public static let documented = RateLimits(max: 100, daily: 200_000)
  /// 20 in 10 seconds, 10,000 a day.
  public static let pit = RateLimits(max: 20, daily: 10_000)
}

/// Counts requests of one app and resource.
///
/// The harsher reading of what is documented: no stretch of one interval's length, wherever it
/// begins, sees more than `max` requests. A day begins with its first request.
struct RateCounter: Sendable {
  private let limits: RateLimits
  /// When the last requests were let through, oldest first from `oldest` on, as a ring.
  private var moments: [ContinuousClock.Instant] = []
  private var oldest = 0
  private var dayBegan: ContinuousClock.Instant
  private var today = 0

  /// What the headers say after a request.
  struct Verdict: Sendable, Hashable {
    var isAllowed: Bool
    /// What is left of the interval and of the day.
    var remaining: Int
    var remainingToday: Int
  }

  init(_ limits: RateLimits, now: ContinuousClock.Instant) {
    self.limits = limits
    dayBegan = now
  }

  /// Counts a request, unless it is one too many.
  mutating func count(at now: ContinuousClock.Instant) -> Verdict {
    if now - dayBegan >= .seconds(86_400) { (dayBegan, today) = (now, 0) }
    while oldest < moments.count, now - moments[oldest] >= limits.interval { oldest += 1 }
    if oldest > 1024 {
      moments.removeFirst(oldest)
      oldest = 0
    }
    let isAllowed = moments.count - oldest < limits.max && today < limits.daily
    if isAllowed {
      moments.append(now)
      today += 1
    }
    return Verdict(
      isAllowed: isAllowed, remaining: max(0, limits.max - (moments.count - oldest)),
      remainingToday: max(0, limits.daily - today))
  }
}

extension RateLimits {
  /// The five headers that every answer of the service carries.
  func headers(_ verdict: RateCounter.Verdict) -> [(name: String, value: String)] {
    let (seconds, attoseconds) = interval.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    return [
      ("X-RateLimit-Limit-Daily", String(daily)),
      ("X-RateLimit-Daily-Remaining", String(verdict.remainingToday)),
      ("X-RateLimit-Interval-Milliseconds", String(milliseconds)),
      ("X-RateLimit-Max", String(max)),
      ("X-RateLimit-Remaining", String(verdict.remaining)),
    ]
  }
}
