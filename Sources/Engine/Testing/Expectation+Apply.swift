import HighLevel
import JSON
import Planning

/// What a test expects of an apply that meets trouble.
extension Expectation {
  /// Carries the plan out on the company that the test's faults strike. When they break it off, a
  /// resume without them must bring it to an end.
  func applyFailures(of report: RunReport, on company: any TestCompany) async -> [String] {
    guard let expected = expect["apply"]?.object else { return [] }
    guard let plan = report.plan else { return ["there is no plan to apply"] }
    let journal = MemoryJournal()
    let applier = Applier(to: company, secrets: report.secrets, journal: journal)
    let ended = await applier.apply(plan, company: company.companyId, now: company.now)
    var failures = mismatches(ended, expected)
    guard ended.status == .interrupted else { return failures }
    company.clearFaults()
    let resumed = await Applier(to: company, secrets: report.secrets).resume(
      plan, from: journal.history, company: company.companyId)
    if resumed.status != .applied {
      failures.append("a resume does not bring the apply to an end: \(resumed.inWords)")
    }
    return failures
  }

  private func mismatches(_ report: ApplyReport, _ expected: JSONObject) -> [String] {
    var failures: [String] = []
    if let status = expected["status"]?.string, status != report.status.rawValue {
      failures.append(
        "the apply is \(report.status.rawValue) (\(report.inWords)), expected \(status)")
    }
    if let done = expected["done"]?.integer, done != Int64(report.outcomes.count(where: \.isDone)) {
      failures.append(
        "the apply did \(report.outcomes.count(where: \.isDone)) of \(report.outcomes.count) changes, "
          + "expected \(done)")
    }
    if let text = expected["error"]?.string {
      let said = report.texts
      if !said.contains(where: { $0.contains(text) }) {
        failures.append("nothing the apply says contains '\(text)'; it says: \(said)")
      }
    }
    return failures
  }
}

extension ApplyReport {
  /// All that it says went wrong.
  fileprivate var texts: [String] {
    let ofOperations = outcomes.compactMap { outcome -> String? in
      switch outcome.result {
      case .failed(let error), .unsettled(let error): error.message
      case .done, .untouched: nil
      }
    }
    return (problem.map { [$0.sentence] } ?? []) + ofOperations
  }
}
