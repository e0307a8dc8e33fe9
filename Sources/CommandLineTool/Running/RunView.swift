import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Runs

/// Shows a run from its folder.
struct RunView {
  let folder: RunFolder
  let output: Output

  /// Prints it; the exit code.
  func show(_ summary: RunSummary, _ plan: Plan, in store: RunStore) -> Int32 {
    let fidelity = store.fidelity(of: summary.record.target).about(plan)
    if output.json {
      var object = RunObject(mode: "apply", status: summary.status, ok: true)
      object.add(plan)
      object.add(folder)
      object.set("run", summary.json)
      if let fidelity { object.set("fidelity", fidelity.json) }
      object.set("next", next(summary, plan).map { .string($0) })
      object.add(changes: plan.operations.map { $0.change() })
      output.print(object.object)
      return 0
    }
    let names =
      plan.company == DefaultCompany.id && plan.names.isEmpty
      ? LocationBook(DefaultCompany.state).all : plan.names
    var renderer = PlanRenderer(output.style, names: names)
    renderer.isPast = true
    output.print(renderer.text(plan, report: nil))
    output.print("\n" + facts(summary, fidelity))
    if let next = next(summary, plan) { output.note("next: \(next)") }
    return 0
  }

  private func facts(_ summary: RunSummary, _ fidelity: Fidelity?) -> String {
    let (record, result) = (summary.record, summary.result)
    var lines = [
      ("Run", record.id), ("Status", summary.status), ("Started", record.started.description),
    ]
    if let result {
      lines.append(("Ended", result.ended.description))
      let counts = [
        "\(result.done.grouped) done", "\(result.failed.grouped) failed",
        "\(result.unsettled.grouped) unclear", "\(result.untouched.grouped) not sent",
      ]
      lines.append(("Operations", counts.joined(separator: ", ")))
      if result.following > 0 { lines.append(("Not gone yet", "\(result.following) deleted")) }
      if let message = result.message { lines.append(("Why", message)) }
    }
    if let fidelity { lines.append(("Foretold so far", fidelity.inWords)) }
    if let undoes = record.undoes { lines.append(("Takes back", undoes)) }
    if let undoneBy = summary.undoneBy { lines.append(("Taken back by", undoneBy)) }
    lines.append(("Folder", folder.path))
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { name, value in
      output.style.hanging(
        name.padded(to: width + 2), value, lead: output.style.dim)
    }.joined()
  }

  private func next(_ summary: RunSummary, _ plan: Plan) -> String? {
    if summary.isResumable { return "ghlua resume \(folder.id)" }
    let isDone =
      (summary.result?.done ?? 0) > 0 && plan.operations.contains { $0.undo != nil }
    return isDone && summary.undoneBy == nil ? "ghlua undo \(folder.id)" : nil
  }
}

extension RunView {
  /// The run that a word names; nil for what is the name of a file.
  static func folder(
    of word: String, runs: String?, in world: World
  ) throws(Problem) -> RunFolder? {
    guard word.wholeMatch(of: /[0-9]{8}T[0-9]{6}.*/) != nil else { return nil }
    return try world.runs(runs).folder(of: word)
  }
}

extension RunObject {
  /// Which run, and where what it left is.
  mutating func add(_ folder: RunFolder) {
    set("run_id", .string(folder.id))
    set("run_dir", .string(folder.path))
  }
}
