import DaemonStore
import HighLevel
import JSON

/// One run: what it changes, field by field, its log, and what can be done with it.
struct RunPage {
  static let mostItems = 200
  static let mostLines = 200

  let layout: Layout
  let run: StoredRun
  let documents: RunDocuments
  let items: [RunItem]
  let lines: [LogLine]
  /// The runs that go on from this one.
  var children: [StoredRun] = []

  var markup: Markup {
    let sections: [Markup] = [head, reason, actions, changes, decision, result, log]
    return layout.page(run.name, at: "/runs", "\(sections)")
  }

  private var head: Markup {
    var facts: [(String, Markup)] = [
      ("Recipe", "\(run.recipe)"), ("Profile", "\(run.profile)"), ("Company", "\(run.company)"),
      ("Started by", "\(run.trigger.word) \(run.triggerName)"),
    ]
    if !run.requestedBy.isEmpty { facts.append(("Asked for by", "\(run.requestedBy)")) }
    if let event = run.eventId {
      facts.append(("Event", "<a href=\"/inbox/\(attribute: event)\">\(event)</a>"))
    }
    if let parent = run.parent {
      facts.append(("Goes on from", "<a href=\"/runs/\(attribute: parent)\">\(parent)</a>"))
    }
    facts.append(("Queued", layout.time(run.queuedAt)))
    if run.startedAt != nil { facts.append(("Started", layout.time(run.startedAt))) }
    if run.finishedAt != nil { facts.append(("Ended", layout.time(run.finishedAt))) }
    if run.attempt > 1 { facts.append(("Attempt", "\(run.attempt)")) }
    if let expires = run.planExpires, run.status == .waiting {
      facts.append(("Expires", layout.time(expires)))
    }
    for child in children {
      facts.append(
        (
          "Led to",
          "<a href=\"/runs/\(attribute: child.id)\">\(child.name.shortened(to: 80))</a> \(layout.badge(child.status))"
        ))
    }
    let list = facts.map { name, value -> Markup in "<dt>\(name)</dt><dd>\(value)</dd>" }
    return """
      <header class="head">
      <p class="id">\(run.id)</p>
      <h1>\(run.name) \(layout.badge(run.status))</h1>
      <dl>
      \(list)</dl>
      </header>
      """
  }

  private var reason: Markup {
    var parts: [Markup] = []
    if let reason = run.reason { parts.append("<p>\(reason)</p>") }
    if let problem = documents.problem.flatMap({ try? JSONValue(parsing: $0) }) {
      if let message = problem["message"]?.string, message != run.reason {
        parts.append("<p>\(message)</p>")
      }
      if let place = problem["at"]?.string { parts.append("<p class=\"quiet\">\(place)</p>") }
      if let hint = problem["hint"]?.string { parts.append("<p>\(hint)</p>") }
    }
    if parts.isEmpty { return .empty }
    let tone = RunStatus.troubled.contains(run.status) ? "note bad" : "note"
    return "<section class=\"\(attribute: tone)\" aria-label=\"What happened\">\n\(parts)</section>"
  }

  private var actions: Markup {
    let path = "/runs/\(run.id)"
    var buttons: [Markup] = []
    if run.status == .running {
      buttons.append("<div class=\"bar\">\(layout.progress(run))</div>")
    }
    if run.status == .running || run.status == .queued {
      buttons.append(layout.button("Cancel", to: "\(path)/cancel", style: "plain"))
    }
    if run.isResumable { buttons.append(layout.button("Resume", to: "\(path)/resume")) }
    if run.isUndoable {
      buttons.append(layout.button("Plan the way back", to: "\(path)/undo", style: "plain"))
    }
    if RunStatus.troubled.contains(run.status) {
      buttons.append(
        run.acknowledgedBy.map { "<p class=\"quiet\">seen by \($0)</p>" }
          ?? layout.button("Seen", to: "\(path)/acknowledge", style: "plain"))
    }
    return buttons.isEmpty ? .empty : "<div class=\"actions\">\n\(buttons)</div>"
  }

  private var changes: Markup {
    if items.isEmpty { return .empty }
    let title = run.status == .waiting || run.status == .planned ? "What would change" : "Changes"
    let more: Markup =
      items.count == Self.mostItems
      ? "<p>These are the first \(Self.mostItems); <a href=\"/v1/runs/\(attribute: run.id)/items\">all as JSON</a>.</p>"
      : ""
    let names = documents.plan.flatMap { try? JSONValue(parsing: $0) }?["names"]?.object ?? [:]
    return """
      <section aria-labelledby="changes">
      <h2 id="changes">\(title) <small>\(layout.changes(run.changes))</small></h2>
      \(items.map { ItemMarkup($0, names: names).markup })\(more)
      </section>
      """
  }

  private var decision: Markup {
    guard run.status == .waiting, let checksum = run.checksum else { return .empty }
    guard layout.session.caller.role >= .apply else {
      return """
        <section class="decide" aria-labelledby="decide"><h2 id="decide">Waits for approval</h2>
        <p>Your token may look and plan; approving takes one with the role apply.</p></section>
        """
    }
    return """
      <section class="decide" aria-labelledby="decide">
      <h2 id="decide">Approve</h2>
      <p>Carries out exactly the changes above. Should anything have moved by then that the plan \
      counts on, nothing is written.</p>
      <form method="post" action="/runs/\(attribute: run.id)/approve">\(layout.code)
      <input type="hidden" name="checksum" value="\(attribute: checksum)">
      \(exactNumber)
      <button>Approve and apply</button></form>
      \(layout.button("Turn down", to: "/runs/\(run.id)/reject", style: "plain"))
      <p class="quiet">Checksum <code>\(checksum)</code></p>
      </section>
      """
  }

  /// Deletes beyond a bound need somebody who says their number.
  private var exactNumber: Markup {
    let report = documents.report.flatMap { try? JSONValue(parsing: $0) }
    guard let refusal = report?["would_be_refused"]?.string else { return .empty }
    return """
      <p class="warning">As it stands the apply would be refused: \(refusal)</p>
      <p><label>Exact number of deletes that are meant \
      <input name="delete" inputmode="numeric" pattern="[0-9]*" size="6" autocomplete="off"></label></p>
      """
  }

  private var result: Markup {
    guard let report = documents.report.flatMap({ try? JSONValue(parsing: $0) }),
      let result = report["result"], !result.isNull
    else { return .empty }
    return """
      <details><summary>Result</summary>
      <pre tabindex="0">\((result.string ?? result.text(pretty: true)).shortened(to: 20_000))</pre></details>
      """
  }

  private var log: Markup {
    if lines.isEmpty { return .empty }
    let rows = lines.map { line -> Markup in
      "<li class=\"\(attribute: line.level)\">\(layout.time(line.at)) <span>\(line.text)</span></li>"
    }
    return """
      <section aria-labelledby="log"><h2 id="log">Log</h2>
      <ol class="log">
      \(rows)</ol></section>
      """
  }
}

/// One change with its fields before and after.
private struct ItemMarkup {
  private let item: RunItem
  /// What people call locations, by their ids.
  private let names: JSONObject

  init(_ item: RunItem, names: JSONObject) { (self.item, self.names) = (item, names) }

  var markup: Markup {
    let message: Markup = item.message.isEmpty ? "" : "<p class=\"warning\">\(item.message)</p>"
    let outcome: Markup =
      item.outcome == "planned"
      ? "" : "<span class=\"badge \(attribute: tone)\">\(item.outcome)</span>"
    return """
      <article class="item">
      <h3><span class="\(attribute: item.operation)">\(sign) \(item.operation)</span> \
      \(item.label.shortened(to: 300)) \(outcome)</h3>
      \(table)\(message)
      </article>
      """
  }

  private var sign: String {
    switch item.operation {
    case "create": "+"
    case "delete": "−"
    default: "~"
    }
  }

  private var tone: String {
    switch item.outcome {
    case "done": "good"
    case "failed", "unsettled": "bad"
    default: "calm"
    }
  }

  private var table: Markup {
    let (before, after) = (Self.fields(item.before), Self.fields(item.after))
    let gone = before.members.map(\.key).filter { after[$0] == nil }
    let names = after.members.map(\.key) + gone
    if names.isEmpty { return .empty }
    let rows = names.map { name -> Markup in
      let old: Markup = before[name].map { "<del>\(shown($0, in: name))</del>" } ?? "–"
      let new: Markup = after[name].map { "<ins>\(shown($0, in: name))</ins>" } ?? "–"
      return """
        <tr><th scope="row">\(name.drop { $0 == "/" }.description)</th><td>\(old)</td><td>\(new)</td></tr>
        """
    }
    return """
      <table class="diff"><thead><tr><th scope="col">Field</th><th scope="col">Before</th>\
      <th scope="col">After</th></tr></thead><tbody>
      \(rows)</tbody></table>
      """
  }

  private static func fields(_ text: String?) -> JSONObject {
    text.flatMap { try? JSONValue(parsing: $0) }?.object ?? [:]
  }

  private func shown(_ value: JSONValue, in field: String) -> String {
    var list = value.strings
    if field.hasSuffix("locationIds") { list = list?.map { names[$0]?.string ?? $0 } }
    let text = value.string ?? list?.joined(separator: ", ") ?? value.text()
    return text.isEmpty ? "(empty)" : text.shortened(to: 2000)
  }
}
