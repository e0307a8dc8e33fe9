public import Diagnostics
public import HighLevel
import JSON

extension Plan {
  /// What moved since the plan was made, in the order of its operations, then of its reads. Writes
  /// nothing.
  public func drifts(
    in source: any ReadBackend, secrets: Secrets = Secrets()
  ) async throws(ServiceError) -> [Drift] {
    try await DriftCheck.drifts(of: self, in: source, secrets: secrets)
  }
}

/// The rule for planning again only what moved: everything else must come out as it was looked at.
public enum RowLevel {
  /// What speaks against going on with a plan that was made anew, with code `drift`; nil when it
  /// differs from the old one only in users, or rows of the input, that moved.
  ///
  /// - Parameters:
  ///   - plan: The old one.
  ///   - drifts: What moved since it was made.
  public static func refusal(
    of difference: PlanDifference, from plan: Plan, after drifts: [Drift]
  ) -> Problem? {
    if let whole = drifts.first(where: { $0.subject == nil }) {
      return beyond("the plan as a whole was decided on what moved: \(whole.what)")
    }
    let other = difference.circumstances.filter { $0 != "what could not be checked" }
    if !other.isEmpty { return beyond("not the same: \(other.joined(separator: ", "))") }
    let moved = Set(drifts.compactMap(\.subject))
    let rows = Set(plan.operations.filter { touches($0, moved) }.compactMap(\.row))
    let strays = difference.operations.filter { operation in
      !touches(operation, moved) && !(operation.row.map(rows.contains) ?? false)
    }
    guard let stray = strays.first else { return nil }
    return beyond("\(stray.label) would be treated otherwise, and did not move")
  }

  /// Whether an operation is about one of these users, known by id or e-mail.
  private static func touches(_ operation: PlannedOperation, _ subjects: Set<String>) -> Bool {
    let email = operation.request["email"]?.string ?? operation.label
    return subjects.contains(operation.id) || subjects.contains(UserRules.emailKey(email))
  }

  private static func beyond(_ why: String) -> Problem {
    Problem(
      .drift, "more than single rows would change: \(why)",
      hint: "make the plan anew and look at it again")
  }
}
