public import Diagnostics
public import HighLevel

extension Gate {
  /// Everything that can hold a plan back before anybody may apply it: limits, the share of deletes,
  /// the last admin. Nil when nothing does.
  ///
  /// Reads the company only where an answer depends on it.
  ///
  /// - Parameters:
  ///   - exact: Numbers given on the command line with `--limit`.
  ///   - allowsLastAdmin: Whether `--allow last-admin` was given.
  public func refusal(
    limits: Limits, exact: ExactLimits = ExactLimits(), allowsLastAdmin: Bool = false,
    companyId: String
  ) async throws(ServiceError) -> Problem? {
    let operations = operations()
    guard !operations.isEmpty else { return nil }
    let dependsOnBase = limits.percent != nil || operations.contains { $0.kind == .delete }
    let base = dependsOnBase ? try await visibleUsers(companyId: companyId) : 0
    let problem = limits.refusal(of: operations, base: base, exact: exact)
    if problem != nil || allowsLastAdmin { return problem }
    return try await LastAdmin.refusal(of: self, companyId: companyId)
  }
}
