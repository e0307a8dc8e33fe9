public import Diagnostics
public import HighLevel

/// What became of a plan.
public struct ApplyReport: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable {
    /// Everything was done.
    case applied
    /// Some operations failed, the rest is done.
    case partial
    /// No operation could be done.
    case failed
    /// Not begun: the plan may not be applied.
    case refused
    /// Not begun: something moved since the plan was made.
    case drift
    /// Begun and not ended: the service or somebody stopped it.
    case interrupted
  }

  /// What became of one operation.
  public struct Outcome: Sendable, Hashable {
    public enum Result: Sendable, Hashable {
      /// Done; `mispredicted` are the lines of the diff that the service's answer does not bear out.
      case done(mispredicted: [FieldChange])
      /// The service said no; nothing changed.
      case failed(ServiceError)
      /// Sent, and no clear answer came: it may or may not be done.
      case unsettled(ServiceError)
      /// Not sent, and why.
      case untouched(String)
    }

    public var operation: PlannedOperation
    /// The user's id; for a created user, the one that the service gave.
    public var id: String
    public var result: Result
    /// Whether a deleted user was seen to be gone; a delete that is only queued is done all the same.
    public var isGone = false

    public init(operation: PlannedOperation, id: String, result: Result) {
      (self.operation, self.id, self.result) = (operation, id, result)
    }

    public var isDone: Bool { if case .done = result { true } else { false } }
  }

  public var status: Status
  /// Why it was refused, what moved, or what stopped it.
  public var problem: Problem?
  public var drifts: [Drift]
  /// One for each operation, in the plan's order; empty when nothing was begun.
  public var outcomes: [Outcome]

  init(
    _ status: Status, problem: Problem? = nil, drifts: [Drift] = [], outcomes: [Outcome] = []
  ) {
    self.status = status
    self.problem = problem
    self.drifts = drifts
    self.outcomes = outcomes
  }
}
