import DaemonStore
import Diagnostics
import HighLevel
import JSON

/// One request of somebody who is logged in.
struct Visit: Sendable {
  private static let pageLength = 50

  let desk: Desk
  let layout: Layout
  let ask: Ask
  let feed: ChangeFeed

  private var store: any Store { desk.store }
  private var caller: Caller { layout.session.caller }

  /// The page at a path; nil when there is none.
  func page(_ path: [String]) async throws(Refused) -> Answer? {
    let markup: Markup
    switch (path.first ?? "", path.count) {
    case ("", 1): markup = try await overview()
    case ("changes", 1): return feed.changes()
    case ("runs", 1): markup = try await runs()
    case ("runs", 2): markup = try await run(path[1])
    case ("inbox", 1): markup = try await inbox()
    case ("inbox", 2): markup = try await event(path[1])
    case ("deliveries", 1): markup = try await deliveries()
    case ("schedules", 1): markup = try await schedules()
    case ("audit", 1): markup = try await audit()
    default: return nil
    }
    return Answer(status: 200, page: markup)
  }

  private func overview() async throws(Refused) -> Markup {
    var page = OverviewPage(layout: layout)
    var troubled = RunFilter()
    troubled.needsLook = true
    let filter = troubled
    page.troubles = try await list(filter, 10)
    page.running = try await list(RunFilter(.running), 20)
    page.recent = try await list(RunFilter(), 15)
    page.waiting = try await list(RunFilter(.waiting), 20)
    page.upcoming = await desk.workplace.upcoming(limit: 8)
    let store = store
    let schedules = try await desk.ask { () throws(StoreError) in try await store.schedules() }
    page.paused = Set(schedules.filter(\.isPaused).map(\.name))
    page.counts = try await counts
    page.budgets = try await desk.ask { () throws(StoreError) in try await store.budgets() }
    page.dead = try await desk.ask { () throws(StoreError) in
      try await store.deliveries(status: .dead, ListPage(limit: 20))
    }
    page.events = try await desk.ask { () throws(StoreError) in
      try await store.events(EventFilter(), ListPage(limit: 8))
    }
    page.audit = try await desk.ask { () throws(StoreError) in
      try await store.auditEntries(ListPage(limit: 8))
    }
    return page.markup
  }

  private var counts: [RunStatus: Int] {
    get async throws(Refused) {
      let counts = desk.figures.counts
      return try await desk.ask { () throws(StoreError) in try await counts.value() }
    }
  }

  private func list(_ filter: RunFilter, _ limit: Int) async throws(Refused) -> [StoredRun] {
    let store = store
    return try await desk.ask { () throws(StoreError) in
      try await store.runs(filter, ListPage(limit: limit))
    }
  }

  private func runs() async throws(Refused) -> Markup {
    var filter = RunFilter()
    let status = ask.field("status").flatMap(RunStatus.init)
    if let status { filter.statuses = [status] }
    filter.text = ask.field("q").map { String($0.prefix(200)) }
    let (wanted, store, page) = (filter, store, pageAsked)
    let runs = try await desk.ask { () throws(StoreError) in try await store.runs(wanted, page) }
    let counts = try await counts
    let kept = [("status", status?.rawValue), ("q", filter.text)]
    return RunsPage(
      layout: layout, runs: runs, counts: counts, status: status, text: filter.text ?? "",
      next: next("/runs", runs.count, runs.last?.id, kept)
    ).markup
  }

  private func run(_ id: String) async throws(Refused) -> Markup {
    let (run, store) = (try await desk.run(id), store)
    let documents = try await desk.ask { () throws(StoreError) in
      try await store.documents(of: run.id)
    }
    let items = try await desk.ask { () throws(StoreError) in
      try await store.items(of: run.id, from: 1, limit: RunPage.mostItems)
    }
    let lines = try await desk.ask { () throws(StoreError) in
      try await store.log(of: run.id, after: 0, limit: RunPage.mostLines)
    }
    var children = RunFilter()
    children.parent = run.id
    return RunPage(
      layout: layout, run: run, documents: documents, items: items, lines: lines,
      children: try await list(children, 10)
    ).markup
  }

  private func inbox() async throws(Refused) -> Markup {
    let (store, page) = (store, pageAsked)
    let filter = EventFilter(source: ask.field("source"))
    let events = try await desk.ask { () throws(StoreError) in try await store.events(filter, page)
    }
    return InboxPage(
      layout: layout, events: events, next: next("/inbox", events.count, events.last?.id, [])
    ).markup
  }

  private func event(_ id: String) async throws(Refused) -> Markup {
    let store = store
    let event = try await desk.ask { () throws(StoreError) in try await store.event(id) }
    var filter = RunFilter()
    filter.eventId = event.id
    return EventPage(layout: layout, event: event, runs: try await list(filter, 20)).markup
  }

  private func deliveries() async throws(Refused) -> Markup {
    let status = ask.field("status").flatMap(DeliveryStatus.init)
    let (store, page) = (store, pageAsked)
    let all = try await desk.ask { () throws(StoreError) in
      try await store.deliveries(status: status, page)
    }
    return DeliveriesPage(
      layout: layout, deliveries: all, status: status,
      next: next("/deliveries", all.count, all.last?.id, [("status", status?.rawValue)])
    ).markup
  }

  private func schedules() async throws(Refused) -> Markup {
    let store = store
    let states = try await desk.ask { () throws(StoreError) in try await store.schedules() }
    return SchedulesPage(
      layout: layout, upcoming: await desk.workplace.upcoming(limit: 200), states: states
    ).markup
  }

  private func audit() async throws(Refused) -> Markup {
    let (store, page) = (store, pageAsked)
    let entries = try await desk.ask { () throws(StoreError) in try await store.auditEntries(page) }
    return AuditPage(
      layout: layout, entries: entries, next: next("/audit", entries.count, entries.last?.id, [])
    ).markup
  }

  private var pageAsked: ListPage { ListPage(after: ask.field("after"), limit: Self.pageLength) }

  /// The address of the next page; nil when this was the last.
  private func next(
    _ path: String, _ count: Int, _ last: String?, _ kept: [(String, String?)]
  ) -> String? {
    guard count == Self.pageLength, let last else { return nil }
    let fields = (kept + [("after", last)]).compactMap { name, value in
      value.map { "\(name)=\(PercentEncoding.encode($0))" }
    }
    return "\(path)?\(fields.joined(separator: "&"))"
  }
}

/// What the buttons do.
extension Visit {
  /// Does what a form asks; nil when there is no such thing.
  func act(_ path: [String], _ form: [String: String]) async throws(Refused) -> Answer? {
    guard path.count == 3 else { return nil }
    let (kind, id, verb) = (path[0], path[1], path[2])
    switch (kind, verb) {
    case ("runs", "approve"):
      try demand(.apply)
      let run = try await desk.approve(
        id, checksum: form["checksum"] ?? "", arguments: Self.permissions(form), by: caller,
        at: ask.received)
      return .seeOther("/runs/\(run.id)")
    case ("runs", "reject"):
      try demand(.apply)
      try await desk.reject(id, by: caller)
    case ("runs", "cancel"):
      try demand(.plan)
      _ = try await desk.cancel(id, by: caller)
    case ("runs", "acknowledge"):
      try demand(.plan)
      try await desk.acknowledge(id, by: caller)
    case ("runs", "resume"):
      try demand(.apply)
      return .seeOther("/runs/\(try await desk.resume(id, by: caller, at: ask.received).id)")
    case ("runs", "undo"):
      try demand(.plan)
      return .seeOther("/runs/\(try await desk.undo(id, by: caller, at: ask.received).id)")
    case ("inbox", "replay"):
      try demand(.plan)
      _ = try await desk.replay(id, by: caller, at: ask.received)
    case ("deliveries", "redeliver"):
      try demand(.apply)
      try await desk.redeliver(id, by: caller)
      return .seeOther("/deliveries")
    case ("schedules", "pause"), ("schedules", "continue"):
      try demand(.apply)
      try await pause(id, verb == "pause")
      return .seeOther("/schedules")
    default: return nil
    }
    return .seeOther("/\(kind)/\(id)")
  }

  private func pause(_ schedule: String, _ isPaused: Bool) async throws(Refused) {
    let store = desk.store
    try await desk.ask { () throws(StoreError) in
      try await store.setPaused(schedule: schedule, isPaused, by: caller.name)
    }
  }

  private func demand(_ role: Role) throws(Refused) {
    guard caller.role >= role else {
      throw Refused(
        403,
        Problem(
          .auth, "your token may \(caller.role.rawValue), and this takes the role \(role.rawValue)")
      )
    }
  }

  private static func permissions(_ form: [String: String]) -> JSONObject {
    guard let number = form["delete"].flatMap({ Int64($0) }), number >= 0 else { return [:] }
    return ["limits": ["delete": .integer(number)]]
  }
}
