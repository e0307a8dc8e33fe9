import Crypto
import DaemonStore
import Diagnostics
import HighLevel
import JSON

/// Starting runs and looking at them.
extension RunAPI {
  /// `POST /v1/runs` `{"recipe", "args", "event", "profile"}`
  func begin(_ ask: Ask, _ caller: Caller) async throws(Refused) -> Answer {
    let wait = try Query(ask, [.wait]).wait
    let order = try order(ask)
    switch try await desk.place(order, by: caller, via: .api, at: ask.received) {
    case .new(let run), .existing(let run), .conflict(let run):
      return try await answer(run.id, waiting: wait, isNew: true)
    }
  }

  private func order(_ ask: Ask) throws(Refused) -> Desk.Order {
    let body = try object(ask)
    let known = ["recipe", "args", "event", "profile"]
    if let other = body.keys.first(where: { !known.contains($0) }) {
      throw Refused(
        422,
        Problem(
          .usage, "the body knows no '\(other.shortened(to: 40))'",
          hint: Suggestion.hint(for: other, in: known) ?? "known: \(known.joined(separator: ", "))")
      )
    }
    guard let recipe = body["recipe"]?.string, !recipe.isEmpty else {
      throw Refused(422, Problem(.usage, "'recipe' must be the name of a recipe"))
    }
    func optional(_ name: String) -> JSONValue? { body[name].flatMap { $0.isNull ? nil : $0 } }
    var order = Desk.Order(recipe: recipe)
    if let arguments = optional("args") {
      guard let object = arguments.object else {
        throw Refused(422, Problem(.usage, "'args' must be an object"))
      }
      order.arguments = object
    }
    if let event = optional("event") {
      guard event.object != nil else {
        throw Refused(422, Problem(.usage, "'event' must be an object"))
      }
      order.event = event
    }
    if let profile = optional("profile") {
      guard let name = profile.string else {
        throw Refused(422, Problem(.usage, "'profile' must be a text"))
      }
      order.profile = name
    }
    if let key = try Self.key(ask) {
      order.key = key
      order.fingerprint = SHA256.text(of: ask.body)
    }
    return order
  }

  private static func key(_ ask: Ask) throws(Refused) -> String? {
    let keys = ask.headers.filter { $0.name == "idempotency-key" }.map(\.value)
    guard let key = keys.first else { return nil }
    guard keys.count == 1, (1...200).contains(key.unicodeScalars.count) else {
      throw Refused(
        400, Problem(.usage, "there must be one Idempotency-Key, of 1 to 200 characters"))
    }
    return key
  }

  /// `GET /v1/runs/ID`
  func show(_ id: String, _ ask: Ask) async throws(Refused) -> Answer {
    try await answer(id, waiting: try Query(ask, [.wait]).wait, isNew: false)
  }

  /// The run when nothing of it will change without somebody, or when the time is up: 202 then for
  /// a run that was just asked for.
  func answer(
    _ id: String, waiting: Duration?, isNew: Bool
  ) async throws(Refused) -> Answer {
    let end = waiting.map { ContinuousClock.now + $0 }
    var run = try await desk.run(id)
    while !run.isSettled, let end, ContinuousClock.now < end, feed.isOpen {
      await feed.wait(.milliseconds(500))
      run = try await desk.run(id)
    }
    let isDone = run.isSettled
    let report =
      isDone
      ? try await desk.ask { () throws(StoreError) in
        try await store.documents(of: run.id)
      } : nil
    var object = run.object(report: report?.report)
    if let problem = report?.problem.flatMap({ try? JSONValue(parsing: $0) }) {
      object["problem"] = problem
    }
    let isAccepted = isNew && (!isDone || waiting == nil)
    var answer = Answer(status: isAccepted ? 202 : 200, object)
    if isNew { answer.headers.append(("location", "/v1/runs/\(id)")) }
    return answer
  }

  static let listFields: [QueryField] = [.status, .recipe, .profile, .part, .after, .limit]

  /// `GET /v1/runs?status=failed,partial&recipe=…&q=…&after=…&limit=…`
  func list(_ ask: Ask) async throws(Refused) -> Answer {
    let query = try Query(ask, Self.listFields)
    var filter = RunFilter()
    let words = query.words(.status)
    // Each once, however often it is named.
    filter.statuses = RunStatus.allCases.filter { words.contains($0.rawValue) }
    filter.recipe = query.text(.recipe)
    filter.profile = query.text(.profile)
    filter.text = query.text(.part)
    let (page, wanted) = (query.page, filter)
    let runs = try await desk.ask { () throws(StoreError) in try await store.runs(wanted, page) }
    let objects = runs.map { JSONValue.object($0.object(report: nil)) }
    return list("runs", objects, next: runs.count == page.limit ? runs.last?.id : nil)
  }

  /// `GET /v1/runs/ID/items`, `…/log`, `…/plan`, `…/events`
  func show(_ part: RunPart, of id: String, _ ask: Ask) async throws(Refused) -> Answer {
    let hasPages = part == .items || part == .log
    let from = try Query(ask, hasPages ? [.from] : []).number(.from) ?? 0
    let run = try await desk.run(id)
    switch part {
    case .items:
      let items = try await desk.ask { () throws(StoreError) in
        try await store.items(of: run.id, from: max(1, from), limit: Self.largestPage)
      }
      let next = items.count == Self.largestPage ? items.last.map { "\($0.number + 1)" } : nil
      return list("items", items.map(\.json), next: next)
    case .log:
      let lines = try await desk.ask { () throws(StoreError) in
        try await store.log(of: run.id, after: Int64(from), limit: Self.largestPage)
      }
      let next = lines.count == Self.largestPage ? lines.last.map { "\($0.sequence)" } : nil
      return list("log", lines.map(\.json), next: next)
    case .plan:
      let plan = try await desk.ask { () throws(StoreError) in
        try await store.documents(of: run.id).plan
      }
      guard let plan else {
        throw Refused(404, Problem(.usage, "the run has no plan"))
      }
      return Answer(type: "application/json", plan)
    case .events: return feed.events(of: run.id, store)
    }
  }
}

extension StoredRun {
  /// Whether nothing will change unless somebody does something.
  var isSettled: Bool { status.isFinal || status == .waiting }
}
