import Diagnostics
public import HighLevel

/// Carries out plans. It runs no recipe: it knows nothing but the plan and the service.
public struct Applier: Sendable {
  /// How far two clocks may differ before a plan counts as one from the future.
  public static let clockSkew: Duration = .seconds(300)

  private let backend: any Backend
  private let secrets: Secrets
  private let journal: any OperationJournal
  private let options: ApplyOptions

  /// - Parameter secrets: Must know what the plan refers to.
  public init(
    to backend: any Backend, secrets: Secrets = Secrets(),
    journal: any OperationJournal = MemoryJournal(), options: ApplyOptions = ApplyOptions()
  ) {
    self.backend = backend
    self.secrets = secrets
    self.journal = journal
    self.options = options
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
    progress: @escaping @Sendable (ApplyReport.Outcome) -> Void = { _ in }
  ) async -> ApplyReport {
    let problem =
      refusal(of: plan, company: company) ?? untimely(plan, now: now)
      ?? missingSecrets(plan.secretNames)
    if let problem {
      return ApplyReport(problem.code == .drift ? .drift : .refused, problem: problem)
    }
    do throws(ServiceError) {
      let drifts = try await DriftCheck.drifts(of: plan, in: backend, secrets: secrets)
      if !drifts.isEmpty {
        return ApplyReport(.drift, problem: Self.moved(drifts), drifts: drifts)
      }
    } catch {
      if Task.isCancelled { return ApplyReport(.interrupted, problem: Self.stopped) }
      return ApplyReport(.failed, problem: Problem(error, before: "anything was written"))
    }
    if Task.isCancelled { return ApplyReport(.interrupted, problem: Self.stopped) }
    do throws(Problem) {
      try await journal.begin()
    } catch {
      return ApplyReport(error.code == .drift ? .drift : .failed, problem: error)
    }
    var run = run(plan, progress)
    await run.carryOut()
    return run.report
  }

  /// Goes on with an apply that was broken off: settles by looking what nobody knows, and does the
  /// rest. Nothing that is there already is sent again.
  ///
  /// A plan that was begun may be ended after it has expired. What was not begun and has moved
  /// since stays untouched, and so does all that needs it.
  ///
  /// - Parameters:
  ///   - history: What the journal of the apply tells.
  ///   - company: The id of the company behind the service; nil when nobody knows.
  ///   - progress: Called after each operation that is sent.
  public func resume(
    _ plan: Plan, from history: RunHistory, company: String? = nil,
    progress: @escaping @Sendable (ApplyReport.Outcome) -> Void = { _ in }
  ) async -> ApplyReport {
    if let problem = refusal(of: plan, company: company) {
      return ApplyReport(.drift, problem: problem)
    }
    var settled: Settlement.Result
    do throws(Settlement.Failure) {
      settled = try await Settlement.of(
        plan, history, backend: backend, secrets: secrets, journal: journal, options: options)
    } catch {
      switch error {
      case .service(let error):
        return ApplyReport(.interrupted, problem: Problem(error, before: "the run went on"))
      case .journal(let problem): return ApplyReport(.interrupted, problem: problem)
      }
    }
    let rest = plan.operations.filter { settled.results[$0.number] == nil }
    if let problem = missingSecrets(Plan.secretNames(of: rest)) {
      return ApplyReport(.refused, problem: problem)
    }
    var run = run(plan, progress)
    run.take(settled)
    await run.carryOut()
    var report = run.report
    report.drifts = settled.drifts
    if report.problem == nil, !settled.drifts.isEmpty {
      report.problem = Problem(
        .partial, "some of the rest moved since the plan was made, and was left alone",
        hint: "plan again: what is done stays done")
    }
    return report
  }

  private func run(
    _ plan: Plan, _ progress: @escaping @Sendable (ApplyReport.Outcome) -> Void
  ) -> ApplyRun {
    ApplyRun(
      plan,
      sender: OperationSender(
        backend: backend, journal: journal, secrets: secrets, patience: options.stopPatience),
      options: options, progress: progress)
  }

  private func refusal(of plan: Plan, company: String?) -> Problem? {
    guard let company, company != plan.company else { return nil }
    return Problem(
      .drift, "the plan is for the company \(plan.company), and this is \(company)",
      hint: "choose the profile of that company, or make a plan for this one")
  }

  private func untimely(_ plan: Plan, now: Timestamp) -> Problem? {
    if now >= plan.expires {
      return Problem(.drift, "the plan has expired at \(plan.expires)", hint: "make it anew")
    }
    guard plan.created.since(now) > Self.clockSkew else { return nil }
    return Problem(
      .drift, "the plan was made at \(plan.created), and by this clock it is only \(now)",
      hint: "set the clock; whether the plan has expired cannot be told otherwise")
  }

  private func missingSecrets(_ names: [String]) -> Problem? {
    let missing = names.filter { secrets.value(of: $0) == nil }
    guard !missing.isEmpty else { return nil }
    let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
    return Problem(
      .refused,
      "the plan needs secrets that were not given: "
        + missing.prefix(5).joined(separator: ", ") + more,
      hint: "secrets are in no plan file: give them again with --secret \(missing[0])=env:VARIABLE "
        + "or =file:PATH")
  }

  private static let stopped = Problem(
    .resumable, "the apply was stopped before anything was written",
    hint: "apply the plan again, or resume the run")

  private static func moved(_ drifts: [Drift]) -> Problem {
    let names = drifts.reduce(into: [String]()) { names, drift in
      if !names.contains(drift.inWords) { names.append(drift.inWords) }
    }
    let shown = names.prefix(5).joined(separator: ", ")
    let more = names.count > 5 ? " and \(names.count - 5) more" : ""
    return Problem(
      .drift, "nothing was written, because this moved since the plan was made: \(shown)\(more)",
      hint: "make the plan anew and look at it again"
        + (drifts.allSatisfy { $0.subject != nil }
          ? "; 'ghlua apply --replan' plans anew what moved, and shows it" : ""))
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
