import CSV
import Diagnostics
import Engine
import HighLevel
import JSON
import Planning
import Runs

/// Shows what came of an apply, and says how it ends.
struct ApplyView {
  let applied: ApplyReport
  let plan: Plan
  let company: Company
  let output: Output
  /// The run that made the plan; nil for one from a file.
  var report: RunReport?
  /// Nil when there was nothing to do.
  var folder: RunFolder?

  /// Prints it and gives the exit code.
  /// - Parameter rows: What was wrong before anything was sent.
  func show(_ object: RunObject, orElse rows: Problem? = nil) -> Int32 {
    let problem = problem ?? rows
    let status = applied.status == .applied && rows != nil ? .partial : applied.status
    let code: Int32? = status == .partial ? 3 : nil
    guard output.json else {
      printText()
      return output.end(problem, exitCode: code)
    }
    var object = object
    object.set("status", .string(status.rawValue))
    object.set("ok", .bool(problem == nil))
    object.set("duration_ms", output.duration)
    if let problem { object.set("problem", problem.json) }
    object.set("next", next.map { .string($0) })
    object.add(applied.outcomes)
    let outcomes = Dictionary(
      uniqueKeysWithValues: applied.outcomes.map { ($0.operation.number, $0) })
    object.add(changes: plan.operations.map { $0.change(outcomes[$0.number]) })
    output.print(object.object)
    return output.end(problem, exitCode: code)
  }

  private func printText() {
    var renderer = ApplyRenderer(output.style, names: company.locationNames)
    renderer.next = next
    var text = renderer.text(applied, plan: plan)
    if let report, !report.rows.isEmpty {
      text += "\n" + RowsRenderer(output.style).text(report.rows)
    }
    output.print(text)
    if let leftRows { output.note(leftRows) }
    guard applied.outcomes.contains(where: \.isDone) else { return }
    if company.isBuiltIn {
      output.note("the built-in company is not saved; --mock=FILE works on one that is")
    } else if let folder, next == nil {
      let undo = "to take it back: ghlua undo \(folder.id)\(company.words)"
      let isLasting = !applied.outcomes.contains(where: \.canBeTakenBack)
      output.note("run \(folder.id); \(isLasting ? "nothing of it can be taken back" : undo)")
    }
  }

  /// Where the rows are that are still to be done, for another run; nil when there are none.
  private var leftRows: String? {
    guard let folder, !RowFiles(report).header.isEmpty, next == nil,
      applied.status == .partial || (report?.failedRows ?? 0) > 0
    else { return nil }
    return "the rows that failed: \(folder.file("failed.csv")); correct them there and give that "
      + "file to the recipe"
  }

  /// What to type to go on; nil when there is nothing more to do.
  private var next: String? {
    guard let folder else { return nil }
    let isOpen = applied.outcomes.contains { outcome in
      switch outcome.result {
      case .unsettled: true
      case .done: outcome.operation.kind == .delete && !outcome.isGone
      case .failed, .untouched: false
      }
    }
    guard applied.status == .interrupted || isOpen else { return nil }
    return "ghlua resume \(folder.id)\(company.words)"
  }

  private var problem: Problem? {
    switch applied.status {
    case .applied: nil
    case .partial:
      Problem(
        .partial, applied.problem?.message ?? "some changes could not be made",
        hint: "plan again: what is done is left alone")
    case .interrupted:
      Problem(
        .resumable, applied.problem?.message ?? "the apply stopped half-way",
        hint: next.map { "when it is over: \($0)" } ?? applied.problem?.hint)
    case .failed, .refused, .drift:
      applied.problem ?? Problem(.error, "nothing could be applied")
    }
  }
}

extension ApplyReport.Outcome {
  /// Whether an undo would have something to do about it.
  fileprivate var canBeTakenBack: Bool { isDone && operation.undo != nil }
}

extension RowFiles {
  /// The table that a run read, with what planning made of its rows; without one, or with several,
  /// no input.
  init(_ report: RunReport?) {
    guard let report, report.tables.count == 1, let table = report.tables.values.first else {
      self.init()
      return
    }
    let outcomes = Dictionary(report.rows.map { ($0.line, $0) }) { first, _ in first }
    self.init(
      header: table.header, delimiter: table.delimiter,
      rows: table.rows.map { row in
        let outcome = outcomes[row.line]
        return Row(
          line: row.line, fields: row.fields, outcome: outcome?.outcome.rawValue ?? "",
          message: outcome?.message)
      })
  }
}
