import Diagnostics
import HighLevel
import JSON
import Planning
import Runs
import Synchronization

/// One apply, or the rest of one, with all that it leaves in its folder.
struct RunKeeper {
  let folder: RunFolder
  let record: RunRecord
  let plan: Plan
  let company: Company
  let secrets: Secrets
  let keeping: KeepingOptions
  let concurrency: Int
  /// How long after it was sent a request without an answer may still take effect.
  var patience: Duration = .seconds(10)
  let store: RunStore
  let world: World
  let output: Output
  let rows: RowFiles
  /// Who else is to know.
  var watch = RunWatch()

  /// Carries the plan out from its beginning; the lock must be held.
  func apply() async throws(Problem) -> ApplyReport {
    try rows.save(to: folder)
    let journal = try folder.beginJournal(
      record, operations: plan.operations.count, clock: world.clock)
    return try await carryOut(journal)
  }

  /// Goes on where the journal ends; the lock must be held. What began nothing is checked and
  /// carried out as if for the first time.
  func resume() async throws(Problem) -> ApplyReport {
    let (journal, history) = try folder.resumeJournal(record, clock: world.clock)
    if history.states.isEmpty { return try await carryOut(journal) }
    let left = plan.operations.count { history.states[$0.number] == nil }
    return try await work(journal, left) { applier, progress in
      await applier.resume(plan, from: history, company: company.id, progress: progress)
    }
  }

  private func carryOut(_ journal: FileJournal) async throws(Problem) -> ApplyReport {
    try await work(journal, plan.operations.count) { applier, progress in
      await applier.apply(plan, company: company.id, now: company.now, progress: progress)
    }
  }

  /// Has an applier work, its progress shown, and writes down what came of it.
  private func work(
    _ journal: FileJournal, _ total: Int,
    _ apply: (Applier, @escaping @Sendable (ApplyReport.Outcome) -> Void) async -> ApplyReport
  ) async throws(Problem) -> ApplyReport {
    let progress = ProgressLine(total: total, world, output)
    let log = folder.log()
    let applier = Applier(
      to: try company.writer, secrets: secrets, journal: WatchedJournal(journal, watch),
      options: try options(log))
    let (watch, clock) = (watch, world.clock)
    let report = await apply(applier) { outcome in
      progress.note(outcome)
      watch.outcome(outcome)
      log.add(Self.logLine(outcome, clock()))
    }
    progress.end()
    try end(report, journal)
    return report
  }

  private func options(_ log: RunLog) throws(Problem) -> ApplyOptions {
    var options = ApplyOptions(concurrency: concurrency)
    options.trustsJournal = !company.isSavedAtEnd
    let wait = company.wait
    options.settling = ApplyOptions.Settling(
      patience: company.isSavedAtEnd ? .zero : patience, wait: wait, clock: world.clock)
    guard keeping.follows else { return options }
    let events = try keeping.events.map { path throws(Problem) in try EventFile(path) }
    let (record, clock, watch) = (record, world.clock, watch)
    options.following = ApplyOptions.Following(limit: keeping.followLimit, wait: telling(wait)) {
      operation throws(Problem) in
      log.add("\(clock()) gone \(operation.label)")
      let event = DeleteEvent.json(
        operation, run: record, at: clock(), version: productVersion)
      try events?.emit(event)
      await watch.gone(event)
    }
    return options
  }

  /// Says once what is waited for, where that takes time.
  private func telling(_ wait: @escaping ApplyOptions.Wait) -> ApplyOptions.Wait {
    if company.isSavedAtEnd { return wait }
    let isTold = Atomic(false)
    return { [output] time in
      if !isTold.exchange(true, ordering: .relaxed) {
        output.note("waiting until deleted users are gone; --no-follow does not wait")
      }
      await wait(time)
    }
  }

  /// Saves the company and writes down what came of it. When that cannot be, changes were made all
  /// the same, and a resume ends what is missing.
  private func end(_ report: ApplyReport, _ journal: FileJournal) throws(Problem) {
    do throws(Problem) {
      try writeDown(report, journal)
    } catch {
      guard report.outcomes.contains(where: \.isDone) else { throw error }
      throw Problem(
        .resumable,
        "changes were made, but what came of them was not written down: \(error.message)",
        hint: "when that is mended: ghlua resume \(record.id)\(company.words)")
    }
  }

  private func writeDown(_ report: ApplyReport, _ journal: FileJournal) throws(Problem) {
    if !report.outcomes.isEmpty { try company.save() }
    try journal.close()
    try rows.write(outcomes(of: report), to: folder)
    try store.add(report.outcomes, for: record.target)
    if let undone = record.undoes, report.outcomes.contains(where: \.isDone) {
      try (try? store.folder(of: undone))?.write("\(record.id)\n", to: "undone")
    }
    try folder.end(RunResult(report, ended: world.clock()))
  }

  /// One for each operation, also where nothing was begun.
  private func outcomes(of report: ApplyReport) -> [ApplyReport.Outcome] {
    if !report.outcomes.isEmpty { return report.outcomes }
    let reason = report.problem?.message ?? "nothing was begun"
    return plan.operations.map {
      ApplyReport.Outcome(operation: $0, id: $0.id, result: .untouched(reason))
    }
  }

  private static func logLine(_ outcome: ApplyReport.Outcome, _ moment: Timestamp) -> String {
    let operation = outcome.operation
    let what = "\(moment) \(operation.number) \(operation.kind.rawValue) \(operation.label)"
    return switch outcome.result {
    case .done: "\(what): done"
    case .failed(let error): "\(what): failed: \(error)"
    case .unsettled(let error): "\(what): no answer: \(error)"
    case .untouched(let reason): "\(what): not sent: \(reason)"
    }
  }
}
