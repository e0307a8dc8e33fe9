import HighLevel

/// When the next request to one resource may leave: a plain value, fed with moments by its owner.
///
/// Two rules hold together. GCRA spaces requests by `interval / max` and lets a few go at once, so
/// that short runs do not wait. And the limit itself is kept exactly: `burst + rate × interval` of
/// plain GCRA would have to stay below `max`, which wastes a part of small limits, so instead the
/// requests of the last interval are counted. The service sees a request somewhere between its
/// leaving and its answer; one counts until an interval after its answer, so that no delay on the
/// way can push two full bursts into one interval of the service's.
struct Pace {
  enum Decision: Hashable {
    case go
    case wait(until: Duration, because: Wait.Reason)
    /// The day's requests are used up.
    case closed(until: Timestamp)
  }

  /// What the service said last; nil while it has said nothing, and then nothing is held back.
  private(set) var limit: RateLimit?
  /// Whether a real answer has come: until then requests go alone, to learn the limit by it.
  private(set) var hasLearned = false
  private(set) var dailyLimit: Int?
  /// Moments of answers within the last interval, the oldest first.
  private var answered = MomentLog()
  /// Requests that have left and not come back.
  private var underWay = 0
  /// Requests of others who share the limit, as of the last answer.
  private var others = 0
  private var othersUntil = Duration.zero
  /// GCRA's theoretical arrival time.
  private var arrival = Duration.zero
  private var pausedUntil = Duration.zero
  /// How often in a row the service said 429 and nothing about when to come again.
  private var refusals = 0
  private var closedUntil: Timestamp?

  /// A slow answer counts as if it had come after this part of the interval, so that slowness costs
  /// at most that part of the rate.
  private static let slack = 20
  /// This many may go at once, or a tenth of the limit where that is more.
  private static let burst = 10

  /// Asks whether a request may leave now; after `go` it counts as under way.
  mutating func leave(at now: Duration, wall: @autoclosure () -> Timestamp) -> Decision {
    if let closedUntil {
      if wall() < closedUntil { return .closed(until: closedUntil) }
      self.closedUntil = nil
    }
    if now < pausedUntil { return .wait(until: pausedUntil, because: .tooMany) }
    guard let limit else {
      underWay += 1
      return .go
    }
    let spacing = limit.interval / limit.max
    if let until = blockedUntil(limit, spacing, at: now) {
      return .wait(until: until, because: .limit(max: limit.max, interval: limit.interval))
    }
    arrival = max(arrival, now) + spacing
    underWay += 1
    return .go
  }

  private mutating func blockedUntil(
    _ limit: RateLimit, _ spacing: Duration, at now: Duration
  ) -> Duration? {
    answered.drop(through: now - limit.interval)
    if now >= othersUntil { others = 0 }
    let excess = answered.count + underWay + others - limit.max
    var until = now
    if excess >= 0 {
      // What is under way leaves the count no sooner than what has been answered.
      until = excess < answered.count ? answered[excess] + limit.interval : now + spacing
      if others > 0 { until = min(until, othersUntil) }
    }
    let burst = min(limit.max, max(Self.burst, limit.max / 10))
    until = max(until, arrival - spacing * (burst - 1))
    return until > now ? until : nil
  }

  /// Takes down that a request has come back, or has failed: then without headers.
  mutating func comeBack(
    leftAt: Duration, at now: Duration, wall: Timestamp, headers: LimitHeaders?, status: Int,
    isDayLimit: Bool, policy: RetryPolicy
  ) {
    underWay -= 1
    if let headers {
      learn(headers, wall: wall, isDayLimit: isDayLimit)
      hasLearned = hasLearned || limit != nil || (200..<300).contains(status)
    }
    if let limit { answered.append(min(now, leftAt + limit.interval / Self.slack)) }
    guard let headers else { return }
    notice(headers.remaining, at: now)
    guard status == 429 else {
      refusals = 0
      return
    }
    // Several answers may speak of one and the same moment; they count once.
    guard now >= pausedUntil else { return }
    refusals += 1
    let pause = headers.retryAfter ?? limit?.interval ?? policy.delay(after: refusals)
    pausedUntil = now + pause
  }

  private mutating func learn(_ headers: LimitHeaders, wall: Timestamp, isDayLimit: Bool) {
    limit = headers.limit ?? limit
    dailyLimit = headers.dailyLimit ?? dailyLimit
    guard isDayLimit || headers.dailyRemaining == 0 else { return }
    closedUntil = headers.dailyReset.map { wall.advanced(by: $0) } ?? wall.nextMidnight
  }

  /// The service counts more than we do: somebody else uses the limit as well.
  private mutating func notice(_ remaining: Int?, at now: Duration) {
    guard let limit, let remaining else { return }
    others = max(0, limit.max - remaining - answered.count - underWay)
    othersUntil = now + limit.interval
  }
}

extension Timestamp {
  /// The end of this day in UTC. Which day the service counts by is not documented.
  fileprivate var nextMidnight: Timestamp {
    Timestamp(milliseconds: (milliseconds / 86_400_000 + 1) * 86_400_000)
  }
}
