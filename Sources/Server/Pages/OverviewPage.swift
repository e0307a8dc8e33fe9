import DaemonStore
import HighLevel

/// The first page: what is wrong now, and then all else in the order in which it matters.
struct OverviewPage {
  let layout: Layout
  var troubles: [StoredRun] = []
  var dead: [StoredDelivery] = []
  var running: [StoredRun] = []
  var recent: [StoredRun] = []
  var waiting: [StoredRun] = []
  var upcoming: [UpcomingRun] = []
  /// Schedules that are paused.
  var paused: Set<String> = []
  var budgets: [BudgetState] = []
  var events: [StoredEvent] = []
  var audit: [AuditEntry] = []
  var counts: [RunStatus: Int] = [:]

  var markup: Markup {
    let sections: [Markup] = [
      trouble, work, history, approvals, soon, limits, inbox, trail,
    ]
    return layout.page("Now", at: "/", "<h1 class=\"hidden\">Now</h1>\n\(sections)")
  }

  private var trouble: Markup {
    guard !troubles.isEmpty || !dead.isEmpty else {
      return """
        <section class="wrong calm" aria-labelledby="wrong">
        <h2 id="wrong">Nothing is wrong</h2>
        <p>\(figures)</p>
        </section>
        """
    }
    let runs = troubles.map { run -> Markup in
      """
      <article>
      <h3>\(layout.badge(run.status)) <a href="/runs/\(attribute: run.id)">\(run.name.shortened(to: 160))</a></h3>
      <p>\((run.reason ?? "no reason is known").shortened(to: 400))</p>
      <div class="foot">\(layout.time(run.finishedAt ?? run.queuedAt)) \
      \(layout.button("Seen", to: "/runs/\(run.id)/acknowledge", style: "plain"))</div>
      </article>
      """
    }
    let lost: Markup =
      dead.isEmpty
      ? ""
      : """
      <article><h3><span class="badge bad">not delivered</span> \
      <a href="/deliveries?status=dead">\(dead.count) webhooks out were given up</a></h3>
      <p>\(dead[0].target): \(dead[0].lastError.shortened(to: 300))</p></article>
      """
    return """
      <section class="wrong" aria-labelledby="wrong">
      <h2 id="wrong">Wrong now</h2>
      \(runs)\(lost)
      </section>
      """
  }

  private var figures: Markup {
    let shown: [(RunStatus, String)] = [
      (.running, "running"), (.queued, "queued"), (.waiting, "waiting for approval"),
    ]
    let parts = shown.map { status, word in "\(counts[status] ?? 0) \(word)" }
    return "\(parts.joined(separator: ", "))."
  }

  private var work: Markup {
    let queued = counts[.queued] ?? 0
    let rest: Markup =
      queued == 0
      ? "" : "<p><a href=\"/runs?status=queued\">\(queued) more wait for a place</a></p>"
    let items = running.map { run -> Markup in
      """
      <li><div><a href="/runs/\(attribute: run.id)">\(run.name.shortened(to: 120))</a> \
      <span class="quiet">\(layout.time(run.startedAt))</span></div>
      <div class="bar">\(layout.progress(run))</div>
      \(run.isCancelRequested ? "<span class=\"quiet\">stopping</span>" : layout.button("Cancel", to: "/runs/\(run.id)/cancel", style: "plain"))</li>
      """
    }
    return section(
      "running", "Running",
      items.isEmpty
        ? "<p class=\"none\">Nothing runs.</p>\(rest)"
        : "<ul class=\"working\">\n\(items)</ul>\(rest)")
  }

  private var history: Markup {
    section(
      "recent", "Recent runs",
      """
      \(layout.runTable(recent, caption: "Recent runs", none: "No run yet."))
      <p><a href="/runs">All runs</a></p>
      """)
  }

  private var approvals: Markup {
    let items = waiting.map { run -> Markup in
      """
      <li><a href="/runs/\(attribute: run.id)">\(run.name.shortened(to: 120))</a> \
      <span class="changes">\(layout.changes(run.changes))</span> \
      <span class="quiet">asked \(layout.time(run.finishedAt ?? run.queuedAt)), expires \
      \(layout.time(run.planExpires))</span></li>
      """
    }
    return section(
      "waiting", "Plans that wait for approval",
      items.isEmpty ? "<p class=\"none\">No plan waits.</p>" : "<ul class=\"plans\">\n\(items)</ul>"
    )
  }

  private var soon: Markup {
    let items = upcoming.map { run -> Markup in
      let mark: Markup =
        paused.contains(run.schedule) ? " <span class=\"badge calm\">paused</span>" : ""
      return """
        <li>\(layout.time(run.at)) <b>\(run.recipe)</b> \
        <span class="quiet">\(run.schedule)</span>\(mark)</li>
        """
    }
    return section(
      "upcoming", "Upcoming",
      items.isEmpty
        ? "<p class=\"none\">No schedule is set up.</p>" : "<ul class=\"plain\">\n\(items)</ul>")
  }

  private var limits: Markup {
    let items = budgets.map { budget -> Markup in
      let seconds = budget.window.components.seconds
      return """
        <li><span>\(budget.key)</span> \
        <meter min="0" max="\(max(budget.limit, 1))" value="\(min(budget.used, budget.limit))" \
        high="\(budget.limit * 9 / 10)">\(budget.used)</meter> \
        <span class="quiet">\(budget.used) of \(budget.limit) in \(Int(seconds)) s</span></li>
        """
    }
    if items.isEmpty { return .empty }
    return section("budgets", "Rate budgets", "<ul class=\"budgets\">\n\(items)</ul>")
  }

  private var inbox: Markup {
    let items = events.map { event -> Markup in
      """
      <li>\(layout.time(event.receivedAt)) <a href="/inbox/\(attribute: event.id)">\(event.type.shortened(to: 100))</a> \
      <span class="quiet">\(event.source)</span> \(layout.badge(event.status))</li>
      """
    }
    return section(
      "inbox", "Event inbox",
      items.isEmpty
        ? "<p class=\"none\">No event has come yet.</p>"
        : "<ul class=\"plain\">\n\(items)</ul><p><a href=\"/inbox\">All events</a></p>")
  }

  private var trail: Markup {
    let items = audit.map { entry -> Markup in
      """
      <li>\(layout.time(entry.at)) <b>\(entry.who)</b> \(entry.action) \
      <span class="quiet">\(entry.subject)</span></li>
      """
    }
    return section(
      "audit", "Audit log",
      items.isEmpty
        ? "<p class=\"none\">Nobody has done anything yet.</p>"
        : "<ul class=\"plain\">\n\(items)</ul><p><a href=\"/audit\">All entries</a></p>")
  }

  private func section(_ id: String, _ title: String, _ body: Markup) -> Markup {
    """
    <section aria-labelledby="\(attribute: id)">
    <h2 id="\(attribute: id)">\(title)</h2>
    \(body)
    </section>
    """
  }
}

extension Layout {
  func badge(_ status: EventStatus) -> Markup {
    let tone = status == .accepted ? "good" : "calm"
    return "<span class=\"badge \(attribute: tone)\">\(status.rawValue)</span>"
  }
}
