import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Planning
import Webhooks

/// What callers may ask for, by the run API and by the dashboard alike.
struct Desk: Sendable {
  let store: any Store
  let settings: ServerSettings
  let workplace: any Workplace
  let hooks: [String: Hook]
  let figures: Figures
  let wake: @Sendable () -> Void

  /// A new run, as somebody asked for it.
  struct Order: Sendable {
    var recipe: String
    var arguments: JSONObject = [:]
    var event: JSONValue?
    var profile: String?
    var key: String?
    /// Tells two requests with one key apart.
    var fingerprint = ""
  }

  func place(
    _ order: Order, by caller: Caller, via trigger: TriggerKind, at moment: Timestamp
  ) async throws(Refused) -> Enqueued {
    let profile = order.profile ?? settings.profile
    guard let company = settings.companies[profile] else {
      throw Refused(
        422,
        Problem(
          .usage, "this server serves no profile '\(profile)'",
          hint: Suggestion.hint(for: profile, in: Array(settings.companies.keys))))
    }
    let recipe: RecipeInfo
    do throws(Problem) { recipe = try await workplace.recipe(order.recipe) } catch {
      throw Refused(error.status, error)
    }
    var run = NewRun(
      id: RunID.make(at: moment), kind: .plan, recipe: recipe.name, profile: profile,
      company: company, trigger: trigger, triggerName: caller.name)
    run.requestedBy = caller.name
    run.arguments = JSONValue.object(order.arguments).text()
    run.event = order.event?.text()
    run.title = Self.title(recipe.name, order.arguments)
    run.idempotencyKey = order.key
    run.requestHash = order.key == nil ? nil : order.fingerprint
    let placed = try await enqueue(run)
    guard case .conflict = placed else { return placed }
    throw Refused(
      422,
      Problem(
        .usage, "the Idempotency-Key was used for another request",
        hint: "a key stands for one request; make a new one"))
  }

  /// The apply of a plan that waits.
  ///
  /// - Parameter arguments: `{"limits": {"delete": 12}, "allow": ["last-admin"]}`; may be empty.
  func approve(
    _ id: String, checksum: String, arguments: JSONObject, by caller: Caller, at moment: Timestamp
  ) async throws(Refused) -> StoredRun {
    let run = try await run(id)
    var apply = follower(of: run, .apply, by: caller, at: moment)
    apply.arguments = JSONValue.object(arguments).text()
    let decision = try await ask { () throws(StoreError) in
      try await store.approve(run: run.id, checksum: checksum, by: caller.name, apply: apply)
    }
    switch decision {
    case .done(let apply?):
      wake()
      return apply
    case .done(nil): return run
    case .wrongChecksum:
      throw Refused(
        409,
        Problem(
          .drift, "the plan's checksum is \(run.checksum ?? "unknown"), not the one given",
          hint: "this is another plan than the one that was approved; look at it again"))
    case .notWaiting(let status): throw Self.notWaiting(status)
    }
  }

  func reject(_ id: String, by caller: Caller) async throws(Refused) {
    let run = try await run(id)
    let decision = try await ask { () throws(StoreError) in
      try await store.reject(run: run.id, by: caller.name)
    }
    if case .notWaiting(let status) = decision { throw Self.notWaiting(status) }
  }

  func cancel(_ id: String, by caller: Caller) async throws(Refused) -> Cancelled {
    let run = try await run(id)
    return try await ask { () throws(StoreError) in
      try await store.cancel(run: run.id, by: caller.name)
    }
  }

  func acknowledge(_ id: String, by caller: Caller) async throws(Refused) {
    let run = try await run(id)
    try await ask { () throws(StoreError) in
      try await store.acknowledge(run: run.id, by: caller.name)
    }
  }

  /// Goes on with an apply that was broken off.
  func resume(
    _ id: String, by caller: Caller, at moment: Timestamp
  ) async throws(Refused) -> StoredRun {
    let run = try await run(id)
    guard run.isResumable else {
      throw Refused(
        409, Problem(.usage, "the run is \(run.status.rawValue): there is nothing to resume"))
    }
    return try await queue(follower(of: run, .resume, by: caller, at: moment))
  }

  /// Plans what takes an apply back.
  func undo(
    _ id: String, by caller: Caller, at moment: Timestamp
  ) async throws(Refused) -> StoredRun {
    let run = try await run(id)
    guard run.isUndoable else {
      throw Refused(
        409, Problem(.usage, "the run is \(run.status.rawValue): there is nothing to take back"))
    }
    return try await queue(follower(of: run, .undo, by: caller, at: moment))
  }

  /// Starts what an event started once more, by today's configuration.
  func replay(
    _ id: String, by caller: Caller, at moment: Timestamp
  ) async throws(Refused) -> StoredEvent {
    let event = try await ask { () throws(StoreError) in try await store.event(try Self.id(id)) }
    guard let hook = hooks[event.source] else {
      throw Refused(409, Problem(.usage, "there is no hook '\(event.source)' any more"))
    }
    guard let payload = try? JSONValue(parsing: event.body) else {
      throw Refused(409, Problem(.inputInvalid, "the event's body is no JSON"))
    }
    let runs = hook.runs(
      for: .init(id: event.eventId, type: event.type, payload: payload), at: moment)
    guard !runs.isEmpty else {
      throw Refused(
        409, Problem(.usage, "no recipe of this hook is started by \(event.type)"))
    }
    let result = try await ask { () throws(StoreError) in
      try await store.replay(event: event.id, runs: runs)
    }
    await audit(AuditEntry(who: caller.name, action: "replay", subject: event.id))
    wake()
    return result
  }

  func redeliver(_ id: String, by caller: Caller) async throws(Refused) {
    try await ask { () throws(StoreError) in
      try await store.redeliver(delivery: try Self.id(id), by: caller.name)
    }
    wake()
  }

  /// The run of that id.
  func run(_ id: String) async throws(Refused) -> StoredRun {
    try await ask { () throws(StoreError) in try await store.run(try Self.id(id)) }
  }

  /// Asks the store, and puts what it throws into a caller's words.
  func ask<Value>(
    _ question: () async throws(StoreError) -> Value
  ) async throws(Refused) -> Value {
    do throws(StoreError) { return try await question() } catch { throw Refused(error) }
  }

  private func enqueue(_ run: NewRun) async throws(Refused) -> Enqueued {
    let placed = try await ask { () throws(StoreError) in try await store.enqueue([run]).first }
    guard let placed else { throw Refused(.broken("the store took no run")) }
    wake()
    return placed
  }

  private func queue(_ run: NewRun) async throws(Refused) -> StoredRun {
    switch try await enqueue(run) {
    case .new(let run), .existing(let run), .conflict(let run): return run
    }
  }

  private func audit(_ entry: AuditEntry) async {
    // What was done is done; the trail of it is worth trying.
    _ = try? await store.audit(entry)
  }

  private func follower(
    of run: StoredRun, _ kind: RunKind, by caller: Caller, at moment: Timestamp
  ) -> NewRun {
    run.follower(kind, at: moment, trigger: .follow, name: caller.name, by: caller.name)
  }

  /// What is no id is not looked up.
  private static func id(_ text: String) throws(StoreError) -> String {
    guard RunID.isOne(text) else { throw .notFound("record of that id") }
    return text
  }

  private static func title(_ recipe: String, _ arguments: JSONObject) -> String {
    let values = arguments.members.prefix(3).compactMap { $0.value.string }
    return ([recipe] + values).joined(separator: " ").shortened(to: 200)
  }

  private static func notWaiting(_ status: RunStatus) -> Refused {
    Refused(
      409,
      Problem(
        .drift, "the plan does not wait for a decision: the run is \(status.rawValue)",
        hint: "to do more, plan again"))
  }
}

/// Why a request was turned down, with the status of its answer.
struct Refused: Error {
  var status: Int
  var problem: Problem

  init(_ status: Int, _ problem: Problem) { (self.status, self.problem) = (status, problem) }

  init(_ error: StoreError) {
    problem = error.problem
    status =
      switch error {
      case .notFound: 404
      case .leaseLost: 409
      case .unavailable: 503
      case .broken: 500
      }
  }

  var answer: Answer { Answer(status: status, problem) }
}

extension StoredRun {
  /// A run that goes on from this one. Applies of one company never run at once.
  func follower(
    _ kind: RunKind, at moment: Timestamp, trigger: TriggerKind, name: String, by who: String
  ) -> NewRun {
    var run = NewRun(
      id: RunID.make(at: moment), kind: kind, recipe: recipe, profile: profile, company: company,
      trigger: trigger, triggerName: name)
    run.requestedBy = who
    run.parent = id
    run.title = title
    run.eventId = eventId
    if kind != .undo { run.concurrencyKey = "company \(company)" }
    return run
  }

  var isResumable: Bool {
    [.apply, .resume].contains(kind) && [.interrupted, .partial, .failed].contains(status)
  }

  var isUndoable: Bool {
    [.apply, .resume].contains(kind) && [.applied, .partial].contains(status)
  }
}

extension String {
  /// At most so many characters, an ellipsis in the place of the rest.
  func shortened(to length: Int) -> String {
    count <= length ? self : String(prefix(length - 1)) + "…"
  }
}
