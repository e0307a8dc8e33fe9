import Engine
import Planning

/// What a run would do, for people to judge before they say yes.
struct PlanRenderer {
  /// So many operations are shown; the rest is counted. What cannot be taken back is always shown.
  var limit = 40
  /// Whether it is told of a run, which may have written.
  var isPast = false

  /// So many of those behind the limit.
  private static let mostLasting = 200

  private let style: TextStyle
  private let names: LocationNames

  /// - Parameter names: Names of locations by their ids.
  init(_ style: TextStyle, names: [String: String]) {
    self.style = style
    self.names = LocationNames(names)
  }

  /// - Parameter report: The run that made the plan; nil for a plan from a file.
  func text(_ plan: Plan, report: RunReport?) -> String {
    let parts = [
      header(plan, report), operations(plan),
      report.map { RowsRenderer(style).text($0.rows) } ?? "",
      remarks(plan, report), closing(plan, report),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func header(_ plan: Plan, _ report: RunReport?) -> String {
    let nothing = report?.status == .skipped ? "skipped" : "nothing to do"
    let title = [plan.recipe.name, plan.recipe.version].filter { !$0.isEmpty }
    let parts = [title.joined(separator: " "), plan.place].map { "\($0) ·" }
    let spans = (parts + plan.counts(orElse: nothing)).map { Span($0) }
    let name = plan.recipe.name.printable
    return style.hanging("", spans, gap: 1).replacingPrefix(name, with: style.bold(name))
  }

  private func closing(_ plan: Plan, _ report: RunReport?) -> String {
    let nothing = "Nothing was written."
    if report?.status == .skipped {
      let reason = report?.skipReason ?? ""
      let why = reason.isEmpty ? "the recipe found no reason to act" : reason
      return style.hanging("Skipped: ", why, lead: style.bold) + "\(nothing)\n"
    }
    var counts = plan.counts(orElse: "nothing to do")
    let lasting = plan.summary.irreversible
    let warning = lasting == 0 ? [] : ["(\(lasting.grouped) cannot be taken back)."]
    if lasting == 0, let last = counts.popLast() { counts.append("\(last).") }
    let spans = counts.map { Span($0) } + warning.map { Span($0, .warning) }
    return style.hanging("Plan: ", spans + (isPast ? [] : [Span(nothing)]), gap: 1)
      .replacingPrefix("Plan:", with: style.bold("Plan:"))
  }

  private func remarks(_ plan: Plan, _ report: RunReport?) -> String {
    var text = ""
    for warning in report?.warnings ?? [] {
      text += style.hanging("warning: ", warning, lead: style.yellow)
    }
    for message in report?.messages ?? [] where message.kind == .note {
      text += style.hanging("note: ", message.text, lead: style.cyan)
    }
    for sentence in plan.unchecked {
      text += style.hanging("not checked: ", sentence, lead: style.dim)
    }
    if !plan.isComplete {
      text += style.hanging(
        "not checked: ", "what the recipe makes of answers that are known only after the apply",
        lead: style.dim)
    }
    return text
  }
}

/// The blocks of the operations.
extension PlanRenderer {
  private func operations(_ plan: Plan) -> String {
    var text = ""
    var step: String?
    var reasons: Set<String> = []
    var wasDetailed = false
    let shown = shown(plan)
    for operation in shown {
      let details = details(operation, reasons: &reasons)
      let isNewStep = operation.step != step
      if !text.isEmpty, wasDetailed || !details.isEmpty || isNewStep { text += "\n" }
      if isNewStep, let title = operation.step { text += style.bold(title.printable) + "\n" }
      text += headline(operation) + details
      (step, wasDetailed) = (operation.step, !details.isEmpty)
    }
    let numbers = Set(shown.map(\.number))
    let rest = plan.operations.filter { !numbers.contains($0.number) }
    if !rest.isEmpty {
      text += "\n" + style.dim("… and \(rest.count.grouped) more: \(rest.counts)") + "\n"
    }
    return text
  }

  /// The first ones, and of the others those that cannot be taken back, as far as anybody reads.
  private func shown(_ plan: Plan) -> [PlannedOperation] {
    let lasting = plan.operations.dropFirst(limit).filter { $0.irreversible != nil }
    return Array(plan.operations.prefix(limit)) + lasting.prefix(Self.mostLasting)
  }

  private func headline(_ operation: PlannedOperation) -> String {
    let verb = operation.kind.painted("\(operation.kind.sign) \(operation.kind.rawValue)", style)
    let line = operation.row.map { style.dim("  line \($0)") } ?? ""
    return "\(verb) \(style.bold(operation.label.printable))\(line)\n"
  }

  /// The fields, and why it cannot be taken back; a reason that was given is not repeated.
  private func details(_ operation: PlannedOperation, reasons: inout Set<String>) -> String {
    let lines = DiffLines(operation, names: names).lines()
    let width = lines.map(\.name.displayWidth).max() ?? 0
    var text = lines.map { line in
      style.hanging("    \(line.name.padded(to: width))  ", line.spans, gap: line.gap)
    }.joined()
    if let reason = operation.irreversible {
      let isNew = reasons.insert(reason).inserted
      text += style.hanging(
        "  ! ", isNew ? "cannot be taken back: \(reason)" : "cannot be taken back",
        paint: style.yellow, lead: style.yellow)
    }
    return text
  }
}
