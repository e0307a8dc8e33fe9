public import Diagnostics
public import HighLevel

/// How an apply goes about it.
public struct ApplyOptions: Sendable {
  /// Waiting: in real time, or in that of a stand-in.
  public typealias Wait = @Sendable (Duration) async -> Void

  /// What is done about deletes, which the service only queues.
  public struct Following: Sendable {
    /// For how long it is looked whether the user is gone.
    public var limit: Duration
    public var wait: Wait
    /// Told of each user that is gone, by the service's own id, before the journal is.
    public var gone: @Sendable (PlannedOperation) async throws(Problem) -> Void

    public init(
      limit: Duration, wait: @escaping Wait,
      gone: @escaping @Sendable (PlannedOperation) async throws(Problem) -> Void = {
        (_: PlannedOperation) throws(Problem) in
      }
    ) {
      self.limit = limit
      self.wait = wait
      self.gone = gone
    }
  }

  /// What a resume does about requests whose answers nobody has.
  public struct Settling: Sendable {
    /// How long after it was sent such a request may still take effect.
    public var patience: Duration
    public var wait: Wait
    /// The time of day, in which the journal counts.
    public var clock: @Sendable () -> Timestamp

    public init(
      patience: Duration, wait: @escaping Wait, clock: @escaping @Sendable () -> Timestamp
    ) {
      self.patience = patience
      self.wait = wait
      self.clock = clock
    }
  }

  /// The most operations that are under way at once, from 1.
  public var concurrency: Int
  /// Nil to leave deletes to the service.
  public var following: Following?
  /// Nil where what was sent took effect or never will: a stand-in in the same process.
  public var settling: Settling?
  /// Whether what the journal calls done is done. Not so for a stand-in that is saved only at the
  /// end of an apply: after a crash it is as it was before.
  public var trustsJournal: Bool
  /// How long requests under way may go on once the task was cancelled. Callers who stop programs
  /// give them 5 seconds in all.
  public var stopPatience: Duration = .milliseconds(1500)

  public init(
    concurrency: Int = 1, following: Following? = nil, settling: Settling? = nil,
    trustsJournal: Bool = true
  ) {
    self.concurrency = max(1, concurrency)
    self.following = following
    self.settling = settling
    self.trustsJournal = trustsJournal
  }
}
