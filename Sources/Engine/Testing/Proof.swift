/// One of the five things that every inline test proves besides what it expects.
public struct Proof: Sendable, Hashable {
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case planningWritesNothing = "planning writes nothing"
    case secondPlanIsEmpty = "planning again finds nothing to do"
    case undoRestores = "undo brings back what can be brought back"
    case resumesAfterCrash = "a crash at any write, then resume, ends the same"
    case driftIsCaught = "a change behind the plan's back is caught"
  }

  public enum Outcome: Sendable, Hashable {
    case held
    /// What did not hold, a sentence each.
    case failed([String])
    /// There was nothing to prove it on, and why.
    case vacuous(String)
  }

  public var name: Name
  public var outcome: Outcome

  public init(_ name: Name, _ outcome: Outcome) {
    self.name = name
    self.outcome = outcome
  }

  /// The proof by what did not hold.
  init(_ name: Name, failures: [String]) {
    self.init(name, failures.isEmpty ? .held : .failed(failures))
  }

  /// Empty when it held, or had nothing to hold on.
  public var failures: [String] {
    guard case .failed(let failures) = outcome else { return [] }
    return failures.map { "\(name.rawValue): \($0)" }
  }
}
