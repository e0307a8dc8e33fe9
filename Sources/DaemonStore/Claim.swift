public import HighLevel

/// The right to work on a run. The fence is another one with every claim, and every write checks it.
public struct Claim: Sendable, Hashable {
  public var run: String
  public var worker: String
  public var fence: Int64
}

/// A run that a worker has taken.
public struct ClaimedRun: Sendable, Hashable {
  public var claim: Claim
  public var run: StoredRun
  public var documents: RunDocuments
}

/// The answer to a sign of life.
public struct Heartbeat: Sendable, Hashable {
  public var leaseUntil: Timestamp
  /// Whether the run is to be broken off at the next good moment.
  public var isCancelRequested: Bool
}

/// How a run ends, and what follows from it.
public struct RunOutcome: Sendable, Hashable {
  /// `waiting` for a plan that wants approval; else a final status.
  public var status: RunStatus
  public var changes = ChangeCounts()
  public var title: String?
  public var reason: String?
  /// JSON texts.
  public var plan: String?
  public var report: String?
  public var problem: String?
  public var checksum: String?
  public var planExpires: Timestamp?
  /// Queued in the same transaction: the apply of a plan that applies itself.
  public var follow: [NewRun] = []
  /// Sent in the same transaction.
  public var deliveries: [NewDelivery] = []

  public init(_ status: RunStatus) { self.status = status }
}

/// What a wish to cancel met.
public enum Cancelled: Sendable, Hashable {
  /// It had not begun and never will.
  case done
  /// It is at work, and was asked to stop.
  case requested
  /// It had ended.
  case tooLate(RunStatus)
}

/// What became of a decision about a plan.
public enum Decision: Sendable, Hashable {
  /// Nil when it was turned down.
  case done(apply: StoredRun?)
  case wrongChecksum
  /// Somebody else decided, or the time is over.
  case notWaiting(RunStatus)
}
