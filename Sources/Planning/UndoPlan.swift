public import Diagnostics
public import HighLevel
import JSON

/// What takes an apply back: a plan like any other, and what it cannot take back.
public struct UndoPlan: Sendable {
  /// Something of the apply that stays as it is.
  public struct Loss: Sendable, Hashable {
    /// What people call the user.
    public var label: String
    /// The field; nil when it is about the whole user.
    public var field: String?
    public var reason: String
  }

  /// Reads and changes nothing but what the apply changed.
  public var plan: Plan
  /// In the order of the operations.
  public var losses: [Loss]
  /// The values behind the plan's secret references.
  public var secrets: Secrets

  /// Plans the way back from what was done.
  ///
  /// A field that somebody changed after the apply is left alone: taking that back is not ours.
  ///
  /// - Parameters:
  ///   - history: What the journal of the apply tells.
  ///   - run: What people call the apply.
  ///   - source: The company as it is now.
  public init(
    of plan: Plan, history: RunHistory, run: String, in source: any ReadBackend,
    sourceName: String, now: Timestamp, options: UserRules.Options = UserRules.Options()
  ) async throws(Problem) {
    let overlay = Overlay(over: source, now: now, options: options)
    let gate = Gate(overlay: overlay, capabilities: .everything)
    var planner = UndoPlanner(gate)
    for chain in Self.chains(of: plan, history) { try await planner.takeBack(chain) }
    losses = planner.losses
    secrets = gate.secrets
    self.plan = Plan(
      of: gate,
      recipe: Plan.Recipe(name: "undo", version: "1", sha256: plan.checksum),
      company: plan.company, source: sourceName, created: now,
      arguments: ["run": .string(run), "plan": .string(plan.id)])
  }

  /// What was done to each user, the last touched first; created users by their real ids.
  private static func chains(of plan: Plan, _ history: RunHistory) -> [UndoPlanner.Chain] {
    var ids: [String] = []
    var chains: [String: UndoPlanner.Chain] = [:]
    for operation in plan.operations {
      guard case .done(let created) = history.states[operation.number] else { continue }
      if chains[operation.id] == nil {
        ids.append(operation.id)
        chains[operation.id] = UndoPlanner.Chain(id: created ?? operation.id, operations: [])
      }
      chains[operation.id]?.operations.append(operation)
    }
    return ids.reversed().compactMap { chains[$0] }
  }
}

extension UndoPlan.Loss {
  /// `ana@acme.test (phone): it was changed again since`.
  public var inWords: String {
    "\(label)\(field.map { " (\($0))" } ?? ""): \(reason)"
  }
}
