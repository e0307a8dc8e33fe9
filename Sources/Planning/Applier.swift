import Diagnostics
public import HighLevel

/// Carries out plans. It runs no recipe: it knows nothing but the plan and the service.
public struct Applier: Sendable {
  private let backend: any Backend
  private let secrets: Secrets
  private let journal: any OperationJournal

  /// - Parameter secrets: Must know what the plan refers to.
  public init(
    to backend: any Backend, secrets: Secrets = Secrets(),
    journal: any OperationJournal = MemoryJournal()
  ) {
    self.backend = backend
    self.secrets = secrets
    self.journal = journal
  }

  /// Checks a plan against the service as it is now, and only if nothing moved carries it out.
  ///
  /// Operations that can be taken back come first, the others last. After an operation that failed,
  /// those that need it stay untouched and the others go on; a service that is gone or has enough
  /// ends the whole, and so does the cancellation of the task.
  ///
  /// - Parameters:
  ///   - company: The id of the company behind `backend`; nil when nobody knows.
  ///   - progress: Called after each operation.
  public func apply(
    _ plan: Plan, company: String? = nil, now: Timestamp,
    progress: @Sendable (ApplyReport.Outcome) -> Void = { _ in }
  ) async -> ApplyReport {
    if let problem = refusal(of: plan, company: company, now: now) {
      return ApplyReport(problem.code == .drift ? .drift : .refused, problem: problem)
    }
    do throws(ServiceError) {
      let drifts = try await DriftCheck.drifts(of: plan, in: backend, secrets: secrets)
      if !drifts.isEmpty {
        return ApplyReport(.drift, problem: Self.moved(drifts), drifts: drifts)
      }
    } catch {
      return ApplyReport(.failed, problem: Problem(error, before: "anything was written"))
    }
    var run = ApplyRun(plan, backend: backend, secrets: secrets, journal: journal)
    await run.carryOut(progress: progress)
    return run.report
  }

  private func refusal(of plan: Plan, company: String?, now: Timestamp) -> Problem? {
    if let company, company != plan.company {
      return Problem(
        .drift, "the plan is for the company \(plan.company), and this is \(company)",
        hint: "choose the profile of that company, or make a plan for this one")
    }
    if now >= plan.expires {
      return Problem(
        .drift, "the plan has expired at \(plan.expires)", hint: "make it anew")
    }
    let missing = plan.secretNames.filter { secrets.value(of: $0) == nil }
    guard !missing.isEmpty else { return nil }
    return Problem(
      .refused, "the plan needs secrets that were not given: \(missing.joined(separator: ", "))",
      hint: "secrets are in no plan file; give them again, or plan and apply in one run")
  }

  private static func moved(_ drifts: [Drift]) -> Problem {
    let names = drifts.reduce(into: [String]()) { names, drift in
      let name = drift.field.map { "\(drift.what) (\($0))" } ?? drift.what
      if !names.contains(name) { names.append(name) }
    }
    let shown = names.prefix(5).joined(separator: ", ")
    let more = names.count > 5 ? " and \(names.count - 5) more" : ""
    return Problem(
      .drift, "nothing was written, because this moved since the plan was made: \(shown)\(more)",
      hint: "make the plan anew and look at it again")
  }
}

extension Problem {
  /// A service error that ended an apply.
  init(_ error: ServiceError, before what: String) {
    let code: Code =
      switch error.kind {
      case .badToken, .missingScope, .wrongLocation, .badVersion, .forbidden: .auth
      case .rateLimited, .dayLimit, .unavailable: .unavailable
      case .notFound, .duplicateEmail, .invalid, .unknown: .error
      }
    self.init(code, "the service answered before \(what): \(error.description)")
  }
}
