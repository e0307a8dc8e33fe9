import Planning

/// A plan as Markdown, to paste into a ticket.
struct PlanMarkdown {
  /// So many people are listed; the rest is counted, as tickets have an end.
  static let mostPeople = 200

  private let facts: PlanFacts
  private let names: LocationNames

  init(_ facts: PlanFacts, names: [String: String]) {
    self.facts = facts
    self.names = LocationNames(names)
  }

  private var plan: Plan { facts.plan }

  var text: String {
    let groups = PlanGroups(plan)
    let room = max(0, Self.mostPeople - groups.lasting.count)
    let parts = [
      "## Plan: \(facts.title.plain)", summary,
      facts.lines.map { "- \($0.name.plain): \($0.value.code)" }.joined(separator: "\n"),
      section("Cannot be taken back", groups.lasting, most: Self.mostPeople),
      section(groups.lasting.isEmpty ? "Changes" : "Can be undone", groups.reversible, most: room),
      remarks, approval,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var summary: String {
    let lasting = plan.summary.irreversible
    return "\(facts.counts). Nothing was written yet."
      + (lasting == 0 ? "" : " **\(lasting.grouped) cannot be taken back.**")
  }

  private func section(_ title: String, _ people: [PlanGroups.Person], most: Int) -> String {
    if people.isEmpty { return "" }
    var lines = people.prefix(most).flatMap { person in
      ["- \(person.label.printable.code)"] + person.operations.flatMap(items)
    }
    let rest = people.dropFirst(most)
    if !rest.isEmpty {
      lines.append("- … and \(rest.count.grouped) more: \(rest.flatMap(\.operations).counts)")
    }
    return "### \(title)\n\n\(lines.joined(separator: "\n"))"
  }

  private func items(_ operation: PlannedOperation) -> [String] {
    let row = operation.row.map { " (line \($0))" } ?? ""
    let head = "  - **\(operation.kind.rawValue)**\(row)"
    let fields = DiffLines(operation, names: names, showsAll: true).lines().map { line in
      "    - \(line.name.plain): " + line.spans.map(\.text.code).joined(separator: " ")
    }
    let reason = operation.irreversible.map { ["    - cannot be taken back: \($0.plain)"] } ?? []
    return [head] + fields + reason
  }

  private var remarks: String {
    if facts.unchecked.isEmpty { return "" }
    return "### Not checked\n\n" + facts.unchecked.map { "- \($0.plain)" }.joined(separator: "\n")
  }

  private var approval: String {
    if plan.operations.isEmpty { return "" }
    return """
      ### To approve

      Checksum: \(plan.checksum.code)

      ```sh
      \(facts.command.printable)
      ```
      """
  }
}

extension String {
  /// The text in one line with everything that Markdown reads as a sign written out.
  fileprivate var plain: String {
    var result = ""
    for character in printable {
      if "\\`*_{}[]<>()#+!|~&@".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// The text as code, in which nothing is a sign and nobody is called.
  fileprivate var code: String {
    var longest = 0
    var run = 0
    for character in self {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let needsSpace = longest > 0 || hasPrefix(" ") || hasSuffix(" ") || isEmpty
    return needsSpace ? "\(fence) \(self) \(fence)" : "\(fence)\(self)\(fence)"
  }
}
