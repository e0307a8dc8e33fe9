import Diagnostics
import Engine
import JSON
import Planning
import Runs

/// Shows what came of planning, and says how it ends.
struct PlanView {
  let run: PreparedRun
  let company: Company
  let report: RunReport
  /// Where the plan was saved.
  var file: String?

  private var output: Output { run.output }

  /// Prints the plan and gives the exit code.
  /// - Parameter warnings: Besides those of the run.
  func show(warnings: [String] = []) -> Int32 {
    let problem = report.problem ?? failedRows
    let next = report.problem == nil ? next : nil
    if output.json {
      var object = run.object(
        mode: "plan", status: report.status.rawValue, report, on: company)
      object.set("ok", .bool(problem == nil))
      object.set("warnings", .strings(report.warnings + warnings))
      if let file { object.set("plan_file", .string(file)) }
      if let fidelity { object.set("fidelity", fidelity.json) }
      object.set("next", next.map { .string($0) })
      object.set("duration_ms", output.duration)
      if let problem { object.set("problem", problem.json) }
      object.add(changes: report.plan?.operations.map { $0.change() } ?? [])
      output.print(object.object)
    } else {
      output.print(text)
      if let fidelity { output.note("foretold so far: \(fidelity.inWords)") }
      for warning in warnings { output.note("warning: \(warning)") }
      if let next { output.note("next: \(next)") }
    }
    return end(problem)
  }

  private func end(_ problem: Problem?) -> Int32 {
    if let problem { return output.end(problem) }
    let hasChanges = report.plan?.operations.isEmpty == false
    return run.options.detailedExitCode && hasChanges ? output.end(nil, exitCode: 2) : 0
  }

  /// For people: the plan, and the result where it is all there is.
  var text: String {
    guard report.problem == nil, let plan = report.plan else {
      return report.rows.isEmpty ? "" : RowsRenderer(output.style).text(report.rows)
    }
    let text = PlanRenderer(output.style, names: company.locationNames).text(plan, report: report)
    guard let result = report.result, run.options.result == nil,
      plan.operations.isEmpty || output.verbose
    else { return text }
    // A text is meant for people: CSV, a list.
    if let shown = result.string { return "\(text)\n\(shown)\n" }
    return "\(text)\n\(ResultRenderer(style: output.style).text(result))"
  }

  private var failedRows: Problem? { Problem(failedRowsOf: report) }

  /// How often plans like this one were right, where that was measured.
  private var fidelity: Fidelity? {
    guard let plan = report.plan, report.problem == nil,
      let store = try? run.world.runs(run.options.keeping.runs)
    else { return nil }
    return store.fidelity(of: company.target).about(plan)
  }

  /// What to type to go on; nil when there is nothing to do.
  private var next: String? {
    guard let plan = report.plan, !plan.operations.isEmpty else { return nil }
    if let file {
      return "ghlua apply \(file)\(company.words) --checksum \(plan.checksum)"
    }
    return company.isBuiltIn
      ? "'ghlua mock seed company.json' makes a company to change; then add --mock=company.json "
        + "--apply" : "add --apply"
  }
}

extension Fidelity {
  /// `users.update: 4,211 predicted, 3 wrong`.
  var inWords: String {
    counts.sorted { $0.key < $1.key }.map { name, count in
      "\(name): \(count.predicted.grouped) predicted, \(count.wrong.grouped) wrong"
    }.joined(separator: "; ")
  }
}

extension Problem {
  /// That some rows of a table failed; nil when none did.
  init?(failedRowsOf report: RunReport) {
    guard report.failedRows > 0 else { return nil }
    self.init(
      .partial, "\(report.failedRows) of \(report.rows.count) rows failed",
      hint: "correct them and run the same again; what is done already is left alone")
  }
}
