import HighLevel
import Planning

/// What became of a plan when it was carried out.
struct ApplyRenderer {
  /// So many operations that were done are shown; the rest is counted.
  var limit = 40
  /// The command that goes on from here; nil for a hint in general words.
  var next: String?
  /// So many of what went wrong, or of what was not begun, are shown.
  private static let mostTroubles = 25

  private let style: TextStyle
  private let names: LocationNames

  /// - Parameter names: Names of locations by their ids.
  init(_ style: TextStyle, names: [String: String]) {
    self.style = style
    self.names = LocationNames(names)
  }

  /// Leaves out the report's problem, which goes where problems go.
  func text(_ report: ApplyReport, plan: Plan) -> String {
    let parts = [
      outcomes(report), DriftRenderer(style, names: names).text(report.drifts),
      closing(report, plan) + nextStep(report, plan),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func outcomes(_ report: ApplyReport) -> String {
    let groups: [(Int, (ApplyReport.Outcome) -> Bool)] = [
      (limit, \.isDone), (Self.mostTroubles, \.isFailed), (Self.mostTroubles, \.isUnsettled),
      (Self.mostTroubles, \.isUntouched),
    ]
    return groups.map { most, belongs in
      let all = report.outcomes.filter(belongs)
      let rest = all.count - min(all.count, most)
      return all.prefix(most).map(line).joined()
        + (rest == 0 ? "" : style.dim("  … and \(rest.grouped) more") + "\n")
    }.joined()
  }

  private func line(_ outcome: ApplyReport.Outcome) -> String {
    let operation = outcome.operation
    let label = style.bold(operation.label.printable)
    let row = operation.row.map { style.dim("  line \($0)") } ?? ""
    switch outcome.result {
    case .done(let mispredicted):
      let id = operation.kind == .create ? style.dim("  \(outcome.id.printable)") : ""
      return "\(style.green("✓")) \(operation.kind.pastTense) \(label)\(id)\(row)\n"
        + mispredicted.map { surprise($0) }.joined()
    case .failed(let error):
      return "\(style.red("✗")) \(operation.kind.rawValue) \(label)\(row)\n"
        + reason(error.inWords)
    case .unsettled(let error):
      return "\(style.yellow("?")) \(operation.kind.rawValue) \(label)\(row)\n"
        + reason("may or may not be done: \(error.inWords)")
    case .untouched(let why):
      return "\(style.dim("·")) \(operation.kind.rawValue) \(label)\(row)\n"
        + reason("not sent: \(why)")
    }
  }

  private func reason(_ text: String) -> String { style.hanging("    ", text) }

  private func surprise(_ change: FieldChange) -> String {
    let field = change.path.split(separator: "/").joined(separator: " ")
    let wanted = names.text(change.after, of: field)
    return style.hanging(
      "  ! ", "the service's answer does not show \(field) = \(wanted)", lead: style.yellow)
  }

  private func closing(_ report: ApplyReport, _ plan: Plan) -> String {
    let outcomes = report.outcomes
    let (done, all) = (outcomes.filter(\.isDone), outcomes.count)
    let verbs = PlannedOperation.Kind.allCases.compactMap { kind -> String? in
      let count = done.count { $0.operation.kind == kind }
      return count == 0 ? nil : "\(count.grouped) \(kind.pastTense)"
    }.joined(separator: ", ")
    let failed = outcomes.count(where: \.isFailed)
    let open = outcomes.count(where: \.isUnsettled)
    let waiting = outcomes.count(where: \.isUntouched)
    let counts = [
      "\(done.count.grouped) of \(counted(all, "operation")) done",
      failed == 0 ? "" : "\(failed.grouped) failed",
      open == 0 ? "" : "\(open.grouped) unclear",
      waiting == 0 ? "" : "\(waiting.grouped) not sent",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
    switch report.status {
    case .applied:
      let what = verbs.isEmpty ? "there was nothing to do" : verbs
      return "\(style.green(style.bold("Applied:"))) \(what), in the \(plan.place).\n"
    case .partial: return "\(style.yellow(style.bold("Partly applied:"))) \(counts).\n"
    case .failed:
      let why = all == 0 ? "nothing was written" : counts
      return "\(style.red(style.bold("Failed:"))) \(why).\n"
    case .interrupted:
      let what = all == 0 ? "nothing was written" : counts
      return "\(style.yellow(style.bold("Stopped:"))) \(what).\n"
    case .refused: return "\(style.red(style.bold("Refused:"))) nothing was written.\n"
    case .drift: return "\(style.red(style.bold("Not applied:"))) nothing was written.\n"
    }
  }

  private func nextStep(_ report: ApplyReport, _ plan: Plan) -> String {
    var text = ""
    if report.outcomes.contains(where: \.isQueued) {
      text += "Deletes are queued by the service and take effect within minutes.\n"
    }
    if let next {
      return text + "Next: \(style.cyan(next))\n"
    }
    switch report.status {
    case .interrupted:
      return text + style.hanging("Next: ", "resume the run; nothing is done twice")
    case .partial, .failed:
      if report.outcomes.isEmpty { return text }
      return text
        + style.hanging("Next: ", "plan \(plan.recipe.name) again; what is done stays done")
    case .drift:
      if report.drifts.isEmpty { return text }
      return text + style.hanging("Next: ", "plan \(plan.recipe.name) again and look at it")
    case .applied, .refused: return text
    }
  }
}

extension ApplyReport.Outcome {
  /// Whether it is a delete that was not seen to have taken effect.
  fileprivate var isQueued: Bool { isDone && operation.kind == .delete && !isGone }
  fileprivate var isFailed: Bool { if case .failed = result { true } else { false } }
  fileprivate var isUnsettled: Bool { if case .unsettled = result { true } else { false } }
  fileprivate var isUntouched: Bool { if case .untouched = result { true } else { false } }
}

extension ServiceError {
  /// The message, with the status for whoever asks the service's support.
  fileprivate var inWords: String {
    let status = status == 0 ? "" : " (\(status))"
    let trace = traceId.map { ", trace \($0)" } ?? ""
    return message + status + trace
  }
}
