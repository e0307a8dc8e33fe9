import DaemonStore
import Diagnostics
import Engine
import FoundationEssentials
import HighLevel
import JSON
import Planning
import Runs
import Server
import Synchronization

/// Carries a plan out for `serve`, or goes on where it was broken off.
///
/// The run's id is also the name of its folder, so that whoever takes the run again after a crash
/// finds its journal there.
struct ApplyWork {
  /// How long another apply on the same company is waited for.
  private static let patience: Duration = .seconds(600)

  private let assignment: Assignment
  private let place: ServeWorkplace
  private let reporter: RunReporter

  init(_ assignment: Assignment, _ place: ServeWorkplace, _ reporter: RunReporter) {
    (self.assignment, self.place, self.reporter) = (assignment, place, reporter)
  }

  func perform() async throws(Problem) -> RunOutcome {
    let company = try await place.shelf.open(assignment.run.profile, forApply: true)
    let id = assignment.run.kind == .resume ? assignment.about ?? "" : assignment.run.id
    if let folder = begun(id) { return try await goOn(folder, company) }
    guard assignment.run.kind == .apply else {
      throw Problem(
        .error, "the journal of \(id) is not on this machine",
        hint: "resume it where it was applied")
    }
    // It was begun elsewhere, and only that journal knows how far it came.
    guard assignment.run.progress.total == 0 || !place.isShared else {
      throw Problem(
        .resumable, "the apply was broken off on another machine, which has its journal",
        hint: "resume it there with 'ghlua resume \(id)'")
    }
    return try await begin(id, company)
  }

  private func begun(_ id: String) -> RunFolder? {
    guard let folder = try? place.runs.folder(of: id), (try? folder.record()) != nil else {
      return nil
    }
    return folder
  }

  private func begin(_ id: String, _ company: Company) async throws(Problem) -> RunOutcome {
    let plan = try plan
    if let refusal = try await brakes(of: plan).refusal(of: plan, in: company) { throw refusal }
    let record = RunRecord(
      id: id, plan: plan.id, checksum: plan.checksum, recipe: plan.recipe.name,
      version: plan.recipe.version, company: company.id, source: company.sourceName,
      target: company.target, started: place.world.clock(), undoes: assignment.about)
    let lock = try await lock(record, begun: 0)
    defer { withExtendedLifetime(lock) {} }
    if let spent = place.runs.spent(plan, on: company.target) { throw spent }
    try await reporter.begin(plan.operations.count)
    let folder = try place.runs.begin(record, plan)
    let keeper = keeper(folder, record, plan, company, rows: RowFiles())
    let report = try await watched(keeper) { keeper throws(Problem) in try await keeper.apply() }
    return await outcome(of: report, plan)
  }

  private func goOn(_ folder: RunFolder, _ company: Company) async throws(Problem) -> RunOutcome {
    let (record, plan) = (try folder.record(), try folder.plan())
    try company.check(isThatOf: record)
    let lock = try await lock(record, begun: plan.operations.count)
    defer { withExtendedLifetime(lock) {} }
    // Killed between its folder and its journal, it has sent nothing.
    let hasJournal = FileManager.default.fileExists(atPath: folder.file("journal.ndjson"))
    let keeper = keeper(folder, record, plan, company, rows: RowFiles(savedIn: folder))
    let report = try await watched(keeper) { keeper throws(Problem) in
      hasJournal ? try await keeper.resume() : try await keeper.apply()
    }
    return await outcome(of: report, plan)
  }

  private var plan: Plan {
    get throws(Problem) {
      guard let text = assignment.plan, let json = try? JSONValue(parsing: text) else {
        throw Problem(.error, "the run that made the plan left none")
      }
      return try Plan(json: json, at: Place("plan of \(assignment.run.parent ?? "the run")"))
    }
  }

  /// What was said explicitly with the approval.
  private func brakes(of plan: Plan) throws(Problem) -> Brakes {
    var brakes = Brakes(limits: plan.limits)
    let given = (try? JSONValue(parsing: assignment.documents.arguments)) ?? .null
    brakes.exact = try ExactLimits(
      parsing: (given["limits"]?.object?.members ?? []).map {
        "\($0.key)=\($0.value.integer ?? 0)"
      })
    for text in given["allow"]?.strings ?? [] {
      brakes.allowed.insert(try RunOptions.permission(text))
    }
    brakes.isDeclared = plan.recipe.version != "0"
    return brakes
  }

  /// The company's lock, which applies from the command line take too.
  private func lock(_ record: RunRecord, begun total: Int) async throws(Problem) -> CompanyLock {
    let end = ContinuousClock.now + Self.patience
    while true {
      do throws(Problem) {
        return try place.runs.lock(record.target, for: record.id, at: place.world.clock())
      } catch {
        guard error.code == .locked, ContinuousClock.now < end else { throw error }
        await reporter.progress(0, of: total, "waits for another apply on this company")
        guard (try? await Task.sleep(for: .seconds(1))) != nil else {
          throw Problem(.resumable, "stopped before anything was written")
        }
      }
    }
  }

  private func keeper(
    _ folder: RunFolder, _ record: RunRecord, _ plan: Plan, _ company: Company, rows: RowFiles
  ) -> RunKeeper {
    RunKeeper(
      folder: folder, record: record, plan: plan, company: company, secrets: Secrets(),
      keeping: KeepingOptions(), concurrency: company.usualConcurrency, store: place.runs,
      world: place.world, output: place.output, rows: rows)
  }

  /// Has the apply done, and the store told of it as it goes on.
  private func watched(
    _ keeper: RunKeeper, _ work: (RunKeeper) async throws(Problem) -> ApplyReport
  ) async throws(Problem) -> ApplyReport {
    let (reporter, plan, company) = (reporter, keeper.plan, keeper.company.id)
    let feed = OutcomeFeed(reporter, total: plan.operations.count)
    var keeper = keeper
    keeper.watch.begin = { () throws(Problem) in
      let deletes = plan.operations.filter { $0.kind == .delete }
      try await reporter.note(deletes.map { OwnDelete($0, company: company) })
    }
    keeper.watch.outcome = feed.add
    keeper.watch.gone = { event in
      let id = event["event"]?["id"]?.string ?? ""
      await reporter.emit(id: id, type: "user.delete.complete", body: event.text())
    }
    let pump = Task.detached { await feed.run() }
    defer { pump.cancel() }
    return try await work(keeper)
  }

  private func outcome(of report: ApplyReport, _ plan: Plan) async -> RunOutcome {
    var outcome = report.problem.map(RunOutcome.init) ?? RunOutcome(.applied)
    outcome.status = RunStatus(rawValue: report.status.rawValue) ?? .failed
    outcome.checksum = plan.checksum
    var counts = ChangeCounts()
    for result in report.outcomes {
      guard result.isDone else {
        counts.failed += 1
        continue
      }
      switch result.operation.kind {
      case .create: counts.create += 1
      case .update: counts.update += 1
      case .delete: counts.delete += 1
      }
    }
    outcome.changes = counts
    let results = report.outcomes
    await reporter.record(results.map { RunItem($0.operation, outcome: $0) })
    var object = RunObject(
      mode: "apply", status: report.status.rawValue, ok: report.problem == nil)
    object.add(plan)
    object.set("applied", .integer(Int64(counts.create + counts.update + counts.delete)))
    object.add(
      changes: plan.operations.map { operation in
        operation.change(results.first { $0.operation.number == operation.number })
      })
    outcome.report = JSONValue.object(object.object).text(ascii: true)
    return outcome
  }
}

/// Takes down outcomes, a few at a time.
private final class OutcomeFeed: Sendable {
  private let reporter: RunReporter
  private let total: Int
  private let state = Mutex<(new: [ApplyReport.Outcome], done: Int)>(([], 0))

  init(_ reporter: RunReporter, total: Int) { (self.reporter, self.total) = (reporter, total) }

  func add(_ outcome: ApplyReport.Outcome) { state.withLock { $0.new.append(outcome) } }

  /// Until the task is cancelled; what comes last is recorded with the report.
  func run() async {
    while (try? await Task.sleep(for: .milliseconds(250))) != nil {
      let (new, done) = state.withLock { state in
        let new = state.new
        state = ([], state.done + new.count)
        return (new, state.done)
      }
      guard let last = new.last else { continue }
      await reporter.record(new.map { RunItem($0.operation, outcome: $0) })
      await reporter.progress(done, of: total, last.operation.label)
    }
  }
}

extension OwnDelete {
  fileprivate init(_ operation: PlannedOperation, company: String) {
    var email = operation.label
    if case .fields(let known) = operation.precondition {
      email = known["email"]?.string ?? email
    }
    self.init(company: company, userId: operation.id, email: email)
  }
}
