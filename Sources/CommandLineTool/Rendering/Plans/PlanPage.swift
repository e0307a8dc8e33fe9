import Planning

/// A plan as one page for a browser, to approve from: everything in it, nothing loaded, no script.
struct PlanPage {
  private let facts: PlanFacts
  private let names: LocationNames

  init(_ facts: PlanFacts, names: [String: String]) {
    self.facts = facts
    self.names = LocationNames(names)
  }

  private var plan: Plan { facts.plan }

  var html: String {
    let groups = PlanGroups(plan)
    let lasting = "Cannot be taken back"
    let body = [
      header,
      section(lasting, groups.lasting, note: Self.lastingNote, style: "lasting"),
      section(groups.lasting.isEmpty ? "Changes" : "Can be undone", groups.reversible),
      remarks, approval,
    ]
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <title>Plan: \(facts.title.escaped)</title>
      <style>
      \(PageStyle.css)
      </style>
      </head>
      <body>
      <main>
      \(body.filter { !$0.isEmpty }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  /// A browser is to load and run nothing, should a name ever get the better of the escaping.
  private static let policy =
    "script-src 'none'; object-src 'none'; img-src 'none'; connect-src 'none'; "
    + "form-action 'none'; base-uri 'none'"

  private static let lastingNote =
    "Once applied, nobody can restore what was there before. Look at these first."

  private var header: String {
    let lines = facts.lines.map { line in
      "<dt>\(line.name.escaped)</dt><dd>\(line.value.isolated)</dd>"
    }
    let lasting = plan.summary.irreversible
    let warning =
      lasting == 0
      ? "" : " <strong class=\"warning\">\(lasting.grouped) cannot be taken back.</strong>"
    return """
      <header>
      <p class="state">Plan – nothing was written yet</p>
      <h1>\(facts.title.isolated)</h1>
      <p class="counts">\(facts.counts.escaped).\(warning)</p>
      <dl>
      \(lines.joined(separator: "\n"))
      </dl>
      </header>
      """
  }

  private var remarks: String {
    if facts.unchecked.isEmpty { return "" }
    let items = facts.unchecked.map { "<li>\($0.isolated)</li>" }.joined(separator: "\n")
    return "<section>\n<h2>Not checked</h2>\n<ul>\n\(items)\n</ul>\n</section>"
  }

  private var approval: String {
    if plan.operations.isEmpty { return "" }
    return """
      <section class="approval">
      <h2>To approve</h2>
      <p>Answer with this checksum. It stands for exactly the changes on this page:</p>
      <pre>\(plan.checksum.escaped)</pre>
      <p>The plan is then carried out with</p>
      <pre>\(facts.command.printable.escaped)</pre>
      <p>Should anything have moved by then that the plan counts on, nothing is written.</p>
      </section>
      """
  }
}

/// The people and what changes about them.
extension PlanPage {
  private func section(
    _ title: String, _ people: [PlanGroups.Person], note: String = "", style: String = ""
  ) -> String {
    if people.isEmpty { return "" }
    let attribute = style.isEmpty ? "" : " class=\"\(style)\""
    let count = counted(people.count, "person", plural: "people")
    return """
      <section\(attribute)>
      <h2>\(title) <small>\(count)</small></h2>
      \(note.isEmpty ? "" : "<p>\(note)</p>\n")\(people.map(article).joined(separator: "\n"))
      </section>
      """
  }

  private func article(_ person: PlanGroups.Person) -> String {
    let operations = person.operations.map(block).joined(separator: "\n")
    return "<article>\n<h3>\(person.label.printable.isolated)</h3>\n\(operations)\n</article>"
  }

  private func block(_ operation: PlannedOperation) -> String {
    let kind = operation.kind
    let origin = [operation.step ?? "", operation.row.map { "line \($0)" } ?? ""]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    let source = origin.isEmpty ? "" : " <small>\(origin.printable.isolated)</small>"
    var text = "<p class=\"\(kind.rawValue)\"><b>\(kind.sign) \(kind.rawValue)</b>\(source)</p>"
    let rows = DiffLines(operation, names: names, showsAll: true).lines().map(row)
    if !rows.isEmpty { text += "\n<table>\n\(rows.joined(separator: "\n"))\n</table>" }
    if let reason = operation.irreversible {
      text += "\n<p class=\"warning\">Cannot be taken back: \(reason.printable.isolated).</p>"
    }
    return text
  }

  private func row(_ line: DiffLines.Line) -> String {
    let spans = line.spans.map { span in
      switch span.tone {
      case .plain: "<span>\(span.text.isolated)</span>"
      case .added: "<ins>\(span.text.isolated)</ins>"
      case .removed: "<del>\(span.text.isolated)</del>"
      case .quiet: "<span class=\"quiet\">\(span.text.isolated)</span>"
      case .warning: "<span class=\"warning\">\(span.text.isolated)</span>"
      }
    }
    let value = spans.joined(separator: " ")
    return "<tr><th scope=\"row\">\(line.name.isolated)</th><td>\(value)</td></tr>"
  }
}

extension String {
  /// The text with everything that means something in HTML written out.
  fileprivate var escaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same, kept from turning the direction of what stands beside it.
  fileprivate var isolated: String {
    utf8.allSatisfy { $0 < 0x80 } ? escaped : "<bdi>\(escaped)</bdi>"
  }
}
