import Diagnostics
import Engine
import HighLevel
import JSON
import Planning

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
      let applied = await Applier(to: try company.writer, secrets: secrets).apply(
        plan, company: company.id, now: company.now)
      if !applied.outcomes.isEmpty { try company.save() }
      return finish(applied, object)
    } catch {
      return stop(error, object)
    }
  }

  /// Ends without a single write, or with writes that could not be saved.
  private func stop(_ problem: Problem, _ object: RunObject) -> Int32 {
    guard output.json else { return output.end(problem) }
    var object = object
    let status =
      switch problem.code {
      case .refused, .limit, .capability, .confirm: "refused"
      case .resumable: "interrupted"
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

  private func finish(_ applied: ApplyReport, _ object: RunObject) -> Int32 {
    let rows = report.flatMap { Problem(failedRowsOf: $0) }
    let problem = problem(of: applied) ?? rows
    let status = applied.status == .applied && rows != nil ? .partial : applied.status
    let code: Int32? = status == .partial ? 3 : nil
    guard output.json else {
      print(applied)
      return output.end(problem, exitCode: code)
    }
    var object = object
    object.set("status", .string(status.rawValue))
    object.set("ok", .bool(problem == nil))
    object.set("duration_ms", output.duration)
    if let problem { object.set("problem", problem.json) }
    object.add(applied.outcomes)
    let outcomes = Dictionary(
      uniqueKeysWithValues: applied.outcomes.map { ($0.operation.number, $0) })
    object.add(changes: plan.operations.map { $0.change(outcomes[$0.number]) })
    output.print(object.object)
    return output.end(problem, exitCode: code)
  }

  private func print(_ applied: ApplyReport) {
    var text = ApplyRenderer(output.style, names: company.locationNames).text(applied, plan: plan)
    if let report, !report.rows.isEmpty {
      text += "\n" + RowsRenderer(output.style).text(report.rows)
    }
    output.print(text)
    if company.isBuiltIn, applied.outcomes.contains(where: \.isDone) {
      output.note("the built-in company is not saved; --mock=FILE works on one that is")
    }
  }

  private func problem(of applied: ApplyReport) -> Problem? {
    switch applied.status {
    case .applied: nil
    case .partial:
      Problem(
        .partial, applied.problem?.message ?? "some changes could not be made",
        hint: "plan again: what is done is left alone")
    case .interrupted:
      applied.problem ?? Problem(.resumable, "the apply stopped half-way")
    case .failed, .refused, .drift:
      applied.problem ?? Problem(.error, "nothing could be applied")
    }
  }
}
