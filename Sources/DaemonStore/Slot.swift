public import HighLevel

/// What happens to a slot while the run of an earlier one is unfinished.
public enum Overlap: String, Sendable, Hashable, CaseIterable {
  /// There is no run.
  case forbid
  /// It waits for the earlier one.
  case queue
  /// The earlier one is cancelled.
  case replace
  /// Both run.
  case allow
}

/// A schedule as the store knows it.
public struct ScheduleState: Sendable, Hashable {
  public var name: String
  /// The last slot that was settled, or when the schedule became known.
  public var cursor: Timestamp
  public var isPaused: Bool
  /// The run of the last slot.
  public var lastRun: String?
}

/// A slot to be settled.
public struct SlotFiring: Sendable, Hashable {
  public var schedule: String
  /// The time that the expression names.
  public var slot: Timestamp
  public var overlap: Overlap
  /// Whose `id` names the row also when there is no run.
  public var run: NewRun
  /// Nil: to be run. Else why not, with status `skipped` or `missed`.
  public var reason: String?
  public var status: RunStatus = .queued

  public init(schedule: String, slot: Timestamp, overlap: Overlap, run: NewRun) {
    self.schedule = schedule
    self.slot = slot
    self.overlap = overlap
    self.run = run
  }
}

/// What became of a slot.
public enum Fired: Sendable, Hashable {
  /// Cancelled: the runs it replaces.
  case queued(StoredRun, cancelled: [String])
  /// There is no run; the row says why.
  case notRun(StoredRun)
  /// It had been settled before.
  case taken
}
