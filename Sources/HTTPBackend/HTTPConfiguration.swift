public import HighLevel

/// How a client behaves; every default suits the real service.
public struct HTTPConfiguration: Sendable {
  public var version: ServiceVersion
  /// The agency's id, where it is known; `by_location` needs it under v3, and else asks for it.
  public var companyId: String?
  /// Sent with every request; without one the service may answer 403.
  public var userAgent: String
  /// How many requests may be under way at once, from 1.
  public var concurrency: Int
  public var retries: RetryPolicy
  public var time: TimeSource
  /// Told before each wait that the client makes on its own. Waits of a few milliseconds are told
  /// as well, because a limit spaces requests evenly: show those of a second and more.
  public var onWait: @Sendable (Wait) -> Void

  public init(
    version: ServiceVersion = .v2, companyId: String? = nil, userAgent: String = "ghlua",
    concurrency: Int = 8, retries: RetryPolicy = RetryPolicy(), time: TimeSource = .system,
    onWait: @escaping @Sendable (Wait) -> Void = { _ in }
  ) {
    self.version = version
    self.companyId = companyId
    self.userAgent = userAgent
    self.concurrency = concurrency
    self.retries = retries
    self.time = time
    self.onWait = onWait
  }
}

/// A wait that the client is about to make.
public struct Wait: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The limit allows no more for now: at most `max` requests in any `interval`.
    case limit(max: Int, interval: Duration)
    /// The service answered 429.
    case tooMany
    /// The last try failed; `attempt` counts from 2.
    case retry(attempt: Int, error: ServiceError)
    /// The answer to a create was lost; the e-mail will be looked up again.
    case settling
  }

  public var reason: Reason
  public var duration: Duration
  /// When it will be over.
  public var until: Timestamp
}

/// How often and how patiently the client tries again.
///
/// A request is only sent again where that cannot do harm: see `HTTPBackend`.
public struct RetryPolicy: Sendable {
  /// Tries of one request in all, from 1, when answers are lost or the service is in trouble.
  public var attempts: Int
  /// Tries of one request in all that may end in 429.
  public var limitedAttempts: Int
  /// The wait before the second try; doubled before each further one.
  public var firstDelay: Duration
  /// The most that doubling leads to.
  public var longestDelay: Duration
  /// A service that asks to come again later than this is given up.
  public var longestPause: Duration
  /// How many more tries all requests together may make at once. A success earns a tenth of one
  /// back: a service in trouble is not buried under tries.
  public var budget: Int
  /// How often a lost create is looked up before it is sent again.
  public var settlingChecks: Int
  /// A number from 0 to 1: the part of a delay that chance decides.
  public var chance: @Sendable () -> Double

  public init(
    attempts: Int = 4, limitedAttempts: Int = 10, firstDelay: Duration = .milliseconds(500),
    longestDelay: Duration = .seconds(10), longestPause: Duration = .seconds(300),
    budget: Int = 20, settlingChecks: Int = 2,
    chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
  ) {
    self.attempts = attempts
    self.limitedAttempts = limitedAttempts
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.longestPause = longestPause
    self.budget = budget
    self.settlingChecks = settlingChecks
    self.chance = chance
  }

  /// The wait after that many failed tries (from 1): half of it fixed, half by chance.
  func delay(after failures: Int) -> Duration {
    let doubled = firstDelay * (1 << min(max(failures - 1, 0), 20))
    return min(doubled, longestDelay) * (0.5 + chance() / 2)
  }
}
