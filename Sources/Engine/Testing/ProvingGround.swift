import Diagnostics
import HighLevel
import JSON
import Planning

/// A plan, and as many companies of the kind it was made for as its proofs need.
struct ProvingGround {
  let plan: Plan
  let secrets: Secrets
  let makeCompany: @Sendable () throws(Problem) -> any TestCompany

  /// Carries the plan out.
  func apply(
    to backend: any Backend, of company: any TestCompany, journal: MemoryJournal = MemoryJournal()
  ) async -> ApplyReport {
    await Applier(to: backend, secrets: secrets, journal: journal).apply(
      plan, company: company.companyId, now: company.now)
  }

  /// Applies the plan and plans again.
  ///
  /// - Returns: The proof, and how the company looks after the apply; nil when it failed.
  func proveSecondPlan(
    planning: (any TestCompany) async -> RunReport
  ) async throws(Problem) -> (proof: Proof, applied: JSONValue?) {
    let company = try makeCompany()
    let report = await apply(to: company, of: company)
    guard report.status == .applied else {
      let problem = "the plan cannot be applied: \(report.inWords)"
      return (Proof(.secondPlanIsEmpty, failures: [problem]), nil)
    }
    company.settle()
    let applied = company.snapshot()
    let failures = failures(of: await planning(company))
    return (Proof(.secondPlanIsEmpty, failures: failures), applied)
  }

  private func failures(of again: RunReport) -> [String] {
    // After a delete the argument names nobody any more; that is as good as nothing to do.
    let isGone = plan.summary.delete > 0 && again.problem?.code == .argumentsInvalid
    if let problem = again.problem, !isGone { return ["it fails: \(problem.sentence)"] }
    // Nobody can read a password, so whether it is set already cannot be told.
    let rest = (again.plan?.operations ?? []).filter { operation in
      operation.kind != .update || operation.diff.contains { $0.path != "/password" }
    }
    if rest.isEmpty { return [] }
    let changes = rest.count == 1 ? "1 change" : "\(rest.count) changes"
    return ["it still finds \(changes): \(rest.brief)"]
  }
}

extension ApplyReport {
  /// Why it did not go through.
  var inWords: String { problem?.sentence ?? "status \(status.rawValue)" }
}
