public import HighLevel

/// What a journal tells of an apply so far.
public struct RunHistory: Sendable, Hashable {
  /// What is known of an operation that was begun.
  public enum State: Sendable, Hashable {
    /// Sent, or about to be; nobody knows what became of it. Nil when the moment is not known.
    case open(since: Timestamp?)
    /// Done; the id that the service gave to a created user.
    case done(id: String?)
    /// The service said no.
    case failed(ServiceError)
  }

  /// By the operations' numbers; one that was never begun has none.
  public var states: [Int: State]
  /// The deletes whose users are known to be gone.
  public var gone: Set<Int>

  public init(states: [Int: State] = [:], gone: Set<Int> = []) {
    self.states = states
    self.gone = gone
  }

  /// Whether every operation of a plan came to an end, and every delete took effect.
  public func isFinished(_ plan: Plan) -> Bool {
    plan.operations.allSatisfy { operation in
      switch states[operation.number] {
      case .done: operation.kind != .delete || gone.contains(operation.number)
      case .failed: true
      case .open, nil: false
      }
    }
  }
}
