public import HighLevel

/// So many requests in so long a time.
public struct RateBudget: Sendable, Hashable {
  public var limit: Int
  public var window: Duration
  /// Requests that may go at once, below the limit. What it leaves of the limit is the steady rate:
  /// a small share suits a limit of seconds, half of it one of a day.
  public var burst: Int

  public init(limit: Int, window: Duration, burst: Int? = nil) {
    self.limit = limit
    self.window = window
    self.burst = burst ?? max(1, limit / 25)
  }
}

/// When requests may be sent.
public struct Reservation: Sendable, Hashable {
  /// By the store's clock.
  public var sendAt: Timestamp
  /// From the answer on; zero when at once.
  public var wait: Duration
}

/// How much of a budget is taken.
public struct BudgetState: Sendable, Hashable {
  public var key: String
  public var limit: Int
  public var window: Duration
  /// Requests that are granted for later, or were just now.
  public var used: Int
  /// When the next request may be sent.
  public var freeAt: Timestamp
}

/// Who did what.
public struct AuditEntry: Sendable, Hashable {
  /// Given by the store; also the key of pages.
  public var id = ""
  /// Given by the store.
  public var at = Timestamp(milliseconds: 0)
  public var who: String
  /// `approve`, `cancel`, …
  public var action: String
  public var subject: String
  public var detail: String

  public init(who: String, action: String, subject: String, detail: String = "") {
    self.who = who
    self.action = action
    self.subject = subject
    self.detail = detail
  }
}

/// How long things are kept.
public struct Retention: Sendable, Hashable {
  /// Runs that ended well, and events.
  public var keep: Duration
  /// Runs that did not.
  public var keepTroubled: Duration
  /// Of runs that ended well, at most so many; nil is any number.
  public var maxRuns: Int?

  public init(
    keep: Duration = .seconds(30 * 86_400), keepTroubled: Duration = .seconds(180 * 86_400),
    maxRuns: Int? = nil
  ) {
    self.keep = keep
    self.keepTroubled = keepTroubled
    self.maxRuns = maxRuns
  }
}

/// Figures for `/metrics` and the dashboard.
public struct StoreStatistics: Sendable, Hashable {
  public var runs: [RunStatus: Int]
  /// How long the oldest run that is due has waited.
  public var oldestQueued: Duration?
  public var events: Int
  public var deliveriesWaiting: Int
  public var deliveriesDead: Int
  public var databaseBytes: Int64
}
