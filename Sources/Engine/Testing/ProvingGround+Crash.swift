import Diagnostics
import HighLevel
import JSON
import Planning
import Synchronization

extension ProvingGround {
  /// Breaks the apply off before and after each of its writes, and resumes.
  ///
  /// - Parameter applied: How the company looks after an apply that nothing disturbed.
  func proveResume(toReach applied: JSONValue) async throws(Problem) -> Proof {
    var failures: [String] = []
    for number in 1...plan.operations.count {
      for isCarriedOut in [false, true] {
        guard let failure = try await failure(at: number, isCarriedOut, applied) else { continue }
        let moment = isCarriedOut ? "after" : "before"
        failures.append("broken off \(moment) write \(number), \(failure)")
      }
    }
    return Proof(.resumesAfterCrash, failures: failures)
  }

  private func failure(
    at number: Int, _ isCarriedOut: Bool, _ applied: JSONValue
  ) async throws(Problem) -> String? {
    let company = try makeCompany()
    let journal = MemoryJournal()
    let crashing = CrashingService(company, at: number, isCarriedOut: isCarriedOut)
    _ = await apply(to: crashing, of: company, journal: journal)
    let report = await Applier(to: company, secrets: secrets).resume(
      plan, from: journal.history, company: company.companyId)
    guard report.status == .applied else { return "it cannot be resumed: \(report.inWords)" }
    company.settle()
    return company.snapshot() == applied ? nil : "it does not end the same"
  }
}

/// A service that is cut off at one write, and stays so.
private final class CrashingService: Backend {
  private let company: any TestCompany
  private let last: Int
  /// Whether that write still takes effect.
  private let isCarriedOut: Bool
  private let writes = Mutex(0)

  init(_ company: any TestCompany, at last: Int, isCarriedOut: Bool) {
    (self.company, self.last, self.isCarriedOut) = (company, last, isCarriedOut)
  }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    guard writes.withLock({ $0 < last }) else { throw Self.cut }
    return try await company.read(request)
  }

  func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    let number = writes.withLock { writes in
      writes += 1
      return writes
    }
    if number < last { return try await company.write(request) }
    if number == last, isCarriedOut { _ = try await company.write(request) }
    throw Self.cut
  }

  private static let cut = ServiceError.noAnswer("The connection was cut.")
}
