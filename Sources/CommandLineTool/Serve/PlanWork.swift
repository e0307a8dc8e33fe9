import DaemonStore
import Diagnostics
import Engine
import HighLevel
import JSON
import LuaRuntime
import Planning
import Runs
import Server
import Settings

/// Plans a recipe for `serve`.
struct PlanWork {
  private let assignment: Assignment
  private let place: ServeWorkplace
  private let reporter: RunReporter

  init(_ assignment: Assignment, _ place: ServeWorkplace, _ reporter: RunReporter) {
    (self.assignment, self.place, self.reporter) = (assignment, place, reporter)
  }

  func perform() async throws(Problem) -> RunOutcome {
    let company = try await place.shelf.open(assignment.run.profile, forApply: false)
    let recipe = try await place.load(assignment.run.recipe)
    var report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: try arguments(of: recipe), source: company.reader,
        sourceName: company.sourceName, company: company.id, now: company.now,
        isolation: .worker(.shared), event: try event,
        input: ClosedInput(source: place.world.input),
        options: company.rules))
    place.output.redaction.learn(report.secrets)
    if let plan = report.plan {
      await company.learnNames(of: plan)
      report.plan?.names = company.locationNames
    }
    await reporter.log(report.messages.prefix(500).map { LogLine($0.text) })
    return try await outcome(of: report, recipe, company)
  }

  private func arguments(of recipe: Recipe) throws(Problem) -> RawArguments {
    guard let object = (try? JSONValue(parsing: assignment.documents.arguments))?.object else {
      throw Problem(.inputInvalid, "the run's arguments are no JSON object")
    }
    var arguments = RawArguments()
    arguments.add(object, parameters: recipe.parameters)
    arguments.standardInputIsTaken = true
    return arguments
  }

  private var event: JSONValue? {
    get throws(Problem) {
      guard let text = assignment.documents.event else { return nil }
      guard let event = try? JSONValue(parsing: text) else {
        throw Problem(.inputInvalid, "the run's event is no JSON")
      }
      return event
    }
  }

  private func outcome(
    of report: RunReport, _ recipe: Recipe, _ company: Company
  ) async throws(Problem) -> RunOutcome {
    var outcome = RunOutcome(.planned)
    if let problem = report.problem { outcome = RunOutcome(problem) }
    if report.status == .skipped {
      outcome.status = .skipped
      outcome.reason = report.skipReason
    }
    var object = RunObject(mode: "plan", status: report.status.rawValue, ok: true)
    if let plan = report.plan { object.add(plan) }
    object.add(report)
    if let plan = report.plan, report.problem == nil, !plan.operations.isEmpty {
      try await settle(plan, report, recipe, company, &outcome, &object)
    } else if outcome.status == .planned {
      outcome.reason = "nothing to change"
    }
    object.add(changes: report.plan?.operations.map { $0.change() } ?? [])
    outcome.report = place.output.redaction.redacted(.object(object.object)).text(ascii: true)
    return outcome
  }

  /// A plan with changes: it applies itself where the settings say so and within their bounds; any
  /// other waits for somebody.
  private func settle(
    _ plan: Plan, _ report: RunReport, _ recipe: Recipe, _ company: Company,
    _ outcome: inout RunOutcome, _ object: inout RunObject
  ) async throws(Problem) {
    await reporter.record(plan.operations.map { RunItem($0) })
    outcome.set(plan)
    outcome.status = .waiting
    let brakes = Brakes(limits: recipe.limits, isDeclared: recipe.isDeclared)
    if let refusal = try await brakes.refusal(of: plan, in: company) {
      object.set("would_be_refused", .string(refusal.sentence))
      outcome.reason = "waits for approval: \(refusal.message)"
      return
    }
    if report.failedRows > 0 {
      outcome.reason =
        "waits for approval: \(report.failedRows) of \(report.rows.count) rows failed"
      return
    }
    guard assignment.run.appliesItself, let bounds = place.bounds(of: assignment.run.recipe) else {
      return
    }
    let own = Brakes(
      limits: Limits(
        create: bounds.create ?? 0, update: bounds.update ?? 0, delete: bounds.delete ?? 0,
        percent: bounds.percent))
    if let refusal = try await own.refusal(of: plan, in: company) {
      outcome.reason = "waits for approval: beyond [auto_apply.\(recipe.name)]: \(refusal.message)"
      return
    }
    outcome.status = .planned
    outcome.reason = "applies itself, within [auto_apply.\(recipe.name)]"
    outcome.follow = [assignment.apply(at: place.world.clock())]
  }
}

/// Plans what takes an apply back, for `serve`.
struct UndoWork {
  private let assignment: Assignment
  private let place: ServeWorkplace
  private let reporter: RunReporter

  init(_ assignment: Assignment, _ place: ServeWorkplace, _ reporter: RunReporter) {
    (self.assignment, self.place, self.reporter) = (assignment, place, reporter)
  }

  func perform() async throws(Problem) -> RunOutcome {
    let folder = try place.runs.folder(of: assignment.about ?? "")
    let company = try await place.shelf.open(assignment.run.profile, forApply: false)
    try company.check(isThatOf: try folder.summary().record)
    let undo = try await UndoPlan(
      of: try folder.plan(), history: try folder.history(), run: folder.id, in: company.reader,
      sourceName: company.sourceName, now: company.now, options: company.rules)
    await reporter.log(
      undo.losses.map { LogLine(level: "warning", "stays as it is: \($0.inWords)") })
    var outcome = RunOutcome(undo.plan.operations.isEmpty ? .planned : .waiting)
    outcome.set(undo.plan)
    if undo.plan.operations.isEmpty { outcome.reason = "there is nothing to take back" }
    await reporter.record(undo.plan.operations.map { RunItem($0) })
    var object = RunObject(mode: "plan", status: "planned", ok: true)
    object.add(undo.plan)
    object.add(changes: undo.plan.operations.map { $0.change() })
    outcome.report = JSONValue.object(object.object).text(ascii: true)
    return outcome
  }
}

extension RunOutcome {
  /// The plan that came of the run.
  mutating func set(_ plan: Plan) {
    let summary = plan.summary
    changes = ChangeCounts(
      create: summary.create, update: summary.update, delete: summary.delete)
    self.plan = plan.json.text()
    checksum = plan.checksum
    planExpires = plan.expires
  }
}

extension RunItem {
  /// One operation of a plan; what became of it where that is known.
  init(_ operation: PlannedOperation, outcome: ApplyReport.Outcome? = nil) {
    func fields(_ value: (FieldChange) -> JSONValue?) -> String? {
      let members = operation.diff.compactMap { change in value(change).map { (change.path, $0) } }
      return members.isEmpty ? nil : JSONValue.object(JSONObject(members)).text()
    }
    var before = fields(\.before)
    // Of a user who is deleted there is no difference to show, but who it is.
    if operation.kind == .delete, before == nil, case .fields(let known) = operation.precondition {
      before = JSONValue.object(JSONObject(known.members.map { ("/\($0.key)", $0.value) })).text()
    }
    self.init(
      number: operation.number, operation: operation.kind.rawValue, resource: operation.resource,
      entity: outcome?.id ?? operation.id, label: operation.label, before: before,
      after: fields(\.after))
    switch outcome?.result {
    case nil: message = operation.irreversible.map { "cannot be taken back: \($0)" } ?? ""
    case .done: self.outcome = "done"
    case .failed(let error): (self.outcome, message) = ("failed", error.description)
    case .unsettled(let error): (self.outcome, message) = ("unsettled", error.description)
    case .untouched(let why): (self.outcome, message) = ("untouched", why)
    }
  }
}
