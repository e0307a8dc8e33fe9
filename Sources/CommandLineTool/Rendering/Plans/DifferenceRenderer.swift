import Planning

/// What two plans do differently, for people.
struct DifferenceRenderer {
  /// So many operations of a kind are shown; the rest is counted.
  static let most = 40

  private let style: TextStyle
  private let names: LocationNames

  /// - Parameter names: Names of locations by their ids.
  init(_ style: TextStyle, names: [String: String]) {
    self.style = style
    self.names = LocationNames(names)
  }

  func text(_ difference: PlanDifference) -> String {
    let parts = [
      circumstances(difference),
      section("Only in the first plan:", difference.disappearing) { block($0) },
      section("Only in the second plan:", difference.appearing) { block($0) },
      section("Different in the second plan:", difference.changing, changed),
      closing(difference),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func circumstances(_ difference: PlanDifference) -> String {
    if difference.circumstances.isEmpty { return "" }
    return style.hanging(
      "not the same: ", difference.circumstances.joined(separator: ", "), lead: style.yellow)
  }

  private func section<T>(_ title: String, _ items: [T], _ block: (T) -> String) -> String {
    if items.isEmpty { return "" }
    let rest = items.count - min(items.count, Self.most)
    return style.bold(title) + "\n" + items.prefix(Self.most).map(block).joined()
      + (rest == 0 ? "" : style.dim("  … and \(rest.grouped) more") + "\n")
  }

  private func block(_ operation: PlannedOperation) -> String {
    headline(operation) + fields(operation, indent: "    ")
  }

  private func changed(_ change: PlanDifference.Change) -> String {
    headline(change.after)
      + style.dim("    first") + "\n" + fields(change.before, indent: "      ")
      + style.dim("    second") + "\n" + fields(change.after, indent: "      ")
  }

  private func headline(_ operation: PlannedOperation) -> String {
    let verb = operation.kind.painted("\(operation.kind.sign) \(operation.kind.rawValue)", style)
    let row = operation.row.map { style.dim("  line \($0)") } ?? ""
    return "  \(verb) \(style.bold(operation.label.printable))\(row)\n"
  }

  private func fields(_ operation: PlannedOperation, indent: String) -> String {
    let lines = DiffLines(operation, names: names).lines()
    let width = lines.map(\.name.displayWidth).max() ?? 0
    return lines.map { line in
      style.hanging("\(indent)\(line.name.padded(to: width))  ", line.spans, gap: line.gap)
    }.joined()
  }

  private func closing(_ difference: PlanDifference) -> String {
    let parts = [
      (difference.disappearing.count, "only in the first"),
      (difference.appearing.count, "only in the second"),
      (difference.changing.count, "different"), (difference.unchanged, "the same in both"),
    ]
    let counts = parts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
    let text = counts.isEmpty ? "both plans are empty" : counts.joined(separator: ", ")
    return style.hanging(
      difference.isEmpty ? "Same: " : "Different: ", "\(text).", lead: style.bold)
  }
}
