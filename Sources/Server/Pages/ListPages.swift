import DaemonStore
import HighLevel
import JSON

/// All runs, a page at a time.
struct RunsPage {
  let layout: Layout
  let runs: [StoredRun]
  let counts: [RunStatus: Int]
  let status: RunStatus?
  let text: String
  /// The query that leads to the next page; nil on the last.
  let next: String?

  var markup: Markup {
    let choices = RunStatus.allCases.filter { counts[$0] != nil || $0 == status }.map {
      choice -> Markup in
      let mark: Markup = choice == status ? " selected" : ""
      let label = "\(choice.word) (\(counts[choice] ?? 0))"
      return "<option value=\"\(attribute: choice.rawValue)\"\(mark)>\(label)</option>"
    }
    let table = layout.runTable(runs, caption: "Runs", none: "No run is like that.")
    return layout.page(
      "Runs", at: "/runs",
      """
      <h1>Runs</h1>
      <form class="filter" method="get" action="/runs" role="search">
      <label>Status <select name="status"><option value="">any</option>\(choices)</select></label>
      <label>Name or id <input type="search" name="q" value="\(attribute: text)"></label>
      <button class="plain">Show</button></form>
      \(table)\(layout.more(next, "Older runs"))
      """)
  }
}

/// Events that came in.
struct InboxPage {
  let layout: Layout
  let events: [StoredEvent]
  let next: String?

  var markup: Markup {
    let rows = events.map { event -> Markup in
      """
      <tr><td>\(layout.badge(event.status))</td>\
      <th scope="row"><a href="/inbox/\(attribute: event.id)">\(event.type.shortened(to: 120))</a>\
      \(event.note.isEmpty ? "" : "<p class=\"reason\">\(event.note)</p>")</th>\
      <td>\(event.source)</td><td>\(event.duplicates == 0 ? "–" : "\(event.duplicates) times")</td>\
      <td>\(layout.time(event.receivedAt))</td></tr>
      """
    }
    let table = layout.table(
      "Events", ["Status", "Event", "Hook", "Came again", "When"], rows,
      none: "No event has come yet.")
    return layout.page(
      "Inbox", at: "/inbox",
      "<h1>Event inbox</h1>\n\(table)\(layout.more(next, "Older events"))"
    )
  }
}

/// One event, and what it started.
struct EventPage {
  let layout: Layout
  let event: StoredEvent
  let runs: [StoredRun]

  var markup: Markup {
    let facts: [(String, Markup)] = [
      ("Hook", "\(event.source)"), ("Sender's id", "\(event.eventId.shortened(to: 200))"),
      ("Came", layout.time(event.receivedAt)), ("Came again", "\(event.duplicates) times"),
      ("Replayed", "\(event.replays) times"),
    ]
    let list = facts.map { name, value -> Markup in "<dt>\(name)</dt><dd>\(value)</dd>" }
    let note: Markup =
      event.note.isEmpty ? "" : "<section class=\"note\"><p>\(event.note)</p></section>"
    let started = layout.runTable(
      runs, caption: "Runs of this event", none: "It started no run.")
    let body =
      (try? JSONValue(parsing: event.body))?.text(pretty: true)
      ?? String(decoding: event.body, as: UTF8.self)
    return layout.page(
      event.type, at: "/inbox",
      """
      <header class="head"><p class="id">\(event.id)</p>
      <h1>\(event.type) \(layout.badge(event.status))</h1>
      <dl>\(list)</dl></header>
      \(note)
      <div class="actions">\(layout.button("Replay", to: "/inbox/\(event.id)/replay", style: "plain"))</div>
      <section aria-labelledby="started"><h2 id="started">What it started</h2>\(started)</section>
      <section aria-labelledby="body"><h2 id="body">What it says</h2>
      <pre tabindex="0">\(body.shortened(to: 40_000))</pre></section>
      """)
  }
}

/// Webhooks that go out, and those that were given up.
struct DeliveriesPage {
  let layout: Layout
  let deliveries: [StoredDelivery]
  let status: DeliveryStatus?
  let next: String?

  var markup: Markup {
    let rows = deliveries.map { delivery -> Markup in
      let again: Markup =
        delivery.status == .delivered
        ? "" : layout.button("Send now", to: "/deliveries/\(delivery.id)/redeliver", style: "plain")
      let error: Markup =
        delivery.lastError.isEmpty
        ? "" : "<p class=\"reason\">\(delivery.lastError.shortened(to: 300))</p>"
      return """
        <tr><td>\(badge(delivery.status))</td><th scope="row">\(delivery.type)\(error)</th>\
        <td>\(delivery.target)</td><td>\(delivery.attempts)</td>\
        <td>\(layout.time(delivery.status == .waiting ? delivery.nextAt : delivery.createdAt))</td>\
        <td>\(again)</td></tr>
        """
    }
    let links = [("", "all")] + DeliveryStatus.allCases.map { ($0.rawValue, $0.rawValue) }
    let choices = links.map { value, word -> Markup in
      let mark: Markup = value == status?.rawValue ?? "" ? " aria-current=\"page\"" : ""
      return "<a href=\"/deliveries?status=\(attribute: value)\"\(mark)>\(word)</a>"
    }
    let table = layout.table(
      "Webhooks out", ["Status", "Event", "Target", "Attempts", "When", ""], rows,
      none: "There is none.")
    return layout.page(
      "Webhooks out", at: "/deliveries",
      """
      <h1>Webhooks out</h1>
      <p class="choices">\(choices)</p>
      \(table)\(layout.more(next, "Older"))
      """)
  }

  private func badge(_ status: DeliveryStatus) -> Markup {
    let tone = ["delivered": "good", "waiting": "busy"][status.rawValue] ?? "bad"
    return "<span class=\"badge \(attribute: tone)\">\(status.rawValue)</span>"
  }
}

/// What schedules will start.
struct SchedulesPage {
  let layout: Layout
  let upcoming: [UpcomingRun]
  let states: [ScheduleState]

  var markup: Markup {
    let rows = states.map { state -> Markup in
      let next = upcoming.first { $0.schedule == state.name }
      let last: Markup =
        state.lastRun.map { "<a href=\"/runs/\(attribute: $0)\">\($0)</a>" } ?? "–"
      let switching =
        state.isPaused
        ? layout.button("Go on", to: "/schedules/\(state.name)/continue", style: "plain")
        : layout.button("Pause", to: "/schedules/\(state.name)/pause", style: "plain")
      return """
        <tr><th scope="row">\(state.name)\(state.isPaused ? " <span class=\"badge calm\">paused</span>" : "")</th>\
        <td>\(next?.recipe ?? "–")</td><td>\(layout.time(next?.at))</td><td>\(last)</td>\
        <td>\(switching)</td></tr>
        """
    }
    let table = layout.table(
      "Schedules", ["Schedule", "Recipe", "Next", "Last run", ""], rows,
      none: "No schedule is set up.")
    return layout.page(
      "Schedules", at: "/schedules",
      "<h1>Schedules</h1>\n\(table)"
    )
  }
}

/// Who did what.
struct AuditPage {
  let layout: Layout
  let entries: [AuditEntry]
  let next: String?

  var markup: Markup {
    let rows = entries.map { entry -> Markup in
      """
      <tr><td>\(layout.time(entry.at))</td><th scope="row">\(entry.who)</th><td>\(entry.action)</td>\
      <td>\(entry.subject.shortened(to: 200))</td><td>\(entry.detail.shortened(to: 300))</td></tr>
      """
    }
    let table = layout.table(
      "Audit log", ["When", "Who", "Did", "To", "Detail"], rows,
      none: "Nobody has done anything yet.")
    return layout.page(
      "Audit log", at: "/audit",
      "<h1>Audit log</h1>\n\(table)\(layout.more(next, "Older"))"
    )
  }
}

/// Where a browser shows its token.
struct LoginPage {
  let isWrong: Bool
  /// Where to go then; a path of ours.
  let next: String

  var markup: Markup {
    let wrong: Markup =
      isWrong ? "<p class=\"warning\" role=\"alert\">That is no token of this server.</p>" : ""
    return Layout.frame(
      "Log in", isLive: false,
      """
      <main class="login">
      <h1>ghlua</h1>
      <form method="post" action="/login">
      <input type="hidden" name="next" value="\(attribute: next)">
      <p><label for="token">Token</label>
      <input id="token" type="password" name="token" autocomplete="current-password" required autofocus></p>
      \(wrong)
      <p><button>Log in</button></p>
      </form>
      <p class="quiet">Tokens stand below [serve.tokens] in the server's settings, by reference.</p>
      </main>
      """)
  }
}

/// Something that was not to be.
struct ProblemPage {
  let layout: Layout
  let title: String
  let message: String
  let hint: String?

  var markup: Markup {
    let remedy: Markup = hint.map { "<p>\($0)</p>" } ?? ""
    return layout.page(
      title, at: "",
      """
      <h1>\(title)</h1>
      <section class="note bad"><p>\(message)</p>\(remedy)</section>
      <p><a href="/">Back to now</a></p>
      """, isLive: false)
  }
}
