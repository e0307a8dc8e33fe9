import Diagnostics
import Engine
import HighLevel
import JSON
import Planning
import Runs

/// Carries a plan out: brakes, a yes, the writes, and the saved company.
struct ApplyFlow {
  let plan: Plan
  let company: Company
  let brakes: Brakes
  let confirmation: Confirmation
  let secrets: Secrets
  let output: Output
  /// The run that made the plan; nil for one from a file.
  var report: RunReport?
  /// Shown before somebody is asked.
  let planText: String
  let world: World
  var keeping = KeepingOptions()
  var concurrency: Int?
  /// The run that this one takes back.
  var undoes: RunFolder?

  /// Does it; whatever happens, what was written is saved.
  func perform(_ object: RunObject) async -> Int32 {
    do throws(Problem) {
      if let problem = try await brakes.refusal(of: plan, in: company) { throw problem }
      if confirmation.asks(plan) {
        // With --json standard output is the object's alone.
        if output.json { output.note(planText) } else { output.print(planText) }
      }
      try confirmation.obtain(for: plan)
      if Task.isCancelled { throw Problem.interrupted }
      if plan.operations.isEmpty { return finish(try await applyNothing(), object, nil) }
      let store = try world.runs(keeping.runs)
      let id = RunID.make(at: world.clock())
      let lock = try store.lock(company.target, for: id, at: world.clock())
      defer { withExtendedLifetime(lock) {} }
      if let spent = store.spent(plan, on: company.target) { throw spent }
      let keeper = try keeper(id, in: store)
      var object = object
      object.add(keeper.folder)
      return finish(try await keeper.apply(), object, keeper.folder)
    } catch {
      return stop(error, object)
    }
  }

  private func keeper(_ id: String, in store: RunStore) throws(Problem) -> RunKeeper {
    let record = RunRecord(
      id: id, plan: plan.id, checksum: plan.checksum, recipe: plan.recipe.name,
      version: plan.recipe.version, company: company.id, source: company.sourceName,
      target: company.target, started: world.clock(), undoes: undoes?.id)
    return RunKeeper(
      folder: try store.begin(record, plan), record: record, plan: plan, company: company,
      secrets: secrets, keeping: keeping,
      concurrency: concurrency ?? company.usualConcurrency, store: store, world: world,
      output: output, rows: RowFiles(report))
  }

  /// What there is to be said of a plan without changes.
  private func applyNothing() async throws(Problem) -> ApplyReport {
    await Applier(to: try company.writer, secrets: secrets).apply(
      plan, company: company.id, now: company.now)
  }

  /// Ends without a single write, or with writes that could not be saved.
  private func stop(_ problem: Problem, _ object: RunObject) -> Int32 {
    guard output.json else { return output.end(problem) }
    var object = object
    let status =
      switch problem.code {
      case .refused, .limit, .capability, .confirm: "refused"
      case .resumable: "interrupted"
      case .drift: "drift"
      default: "failed"
      }
    object.set("status", .string(status))
    object.set("ok", false)
    object.set("duration_ms", output.duration)
    object.set("problem", problem.json)
    object.add(changes: plan.operations.map { $0.change() })
    output.print(object.object)
    return output.end(problem)
  }

  private func finish(
    _ applied: ApplyReport, _ object: RunObject, _ folder: RunFolder?
  ) -> Int32 {
    let rows = report.flatMap { Problem(failedRowsOf: $0) }
    return ApplyView(
      applied: applied, plan: plan, company: company, output: output, report: report,
      folder: folder
    ).show(object, orElse: rows)
  }
}
