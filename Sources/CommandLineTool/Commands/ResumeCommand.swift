import ArgumentParser
import Diagnostics
import JSON
import Planning
import Runs

/// `ghlua resume`: goes on with an apply that was broken off.
struct ResumeCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with an apply that was broken off.",
    discussion: """
      What nobody knows the outcome of is settled by looking at the company; then the rest is \
      done. Nothing is done twice.
      """)

  @Argument(help: "The run's id, or its beginning.") var run: String
  @OptionGroup(title: "The service") var source: SourceFlags
  @OptionGroup(title: "What it leaves behind") var keeping: KeepingFlags
  @Option(
    name: .customLong("settle-after"),
    help: ArgumentHelp(
      "How long after it was sent a request without an answer may still take effect: 10s.",
      valueName: "time"))
  var settleAfter: String?
  @OptionGroup var secrets: SecretFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let options = try keeping.options
    let store = try world.runs(options.runs)
    let folder = try store.folder(of: run)
    let summary = try folder.summary()
    let (record, plan) = (summary.record, try folder.plan())
    if summary.result != nil, !summary.isResumable, !summary.isRunning {
      output.note("the run \(record.id) has ended: there is nothing to resume")
      return RunView(folder: folder, output: output).show(summary, plan, in: store)
    }
    let source = try source.options
    let company = try await Company.open(source, forApply: true, in: world, output)
    try company.check(isThatOf: record)
    await company.learnNames(of: plan)
    let lock = try store.lock(record.target, for: record.id, at: world.clock())
    defer { withExtendedLifetime(lock) {} }
    var keeper = RunKeeper(
      folder: folder, record: record, plan: plan, company: company,
      secrets: try secrets.read(from: world.input, output), keeping: options,
      concurrency: source.concurrency ?? company.usualConcurrency, store: store,
      world: world, output: output, rows: RowFiles(savedIn: folder))
    if let settleAfter { keeper.patience = try Quantity.time(settleAfter, "settle-after") }
    var object = RunObject(mode: "resume", status: "applied", ok: true)
    object.add(plan)
    object.add(folder)
    return ApplyView(
      applied: try await keeper.resume(), plan: plan, company: company, output: output,
      folder: folder
    ).show(object)
  }
}

extension Company {
  /// How many operations are under way at once, unless told otherwise: a stand-in in this process
  /// has nothing to wait for.
  var usualConcurrency: Int { isSavedAtEnd ? 1 : 8 }

  /// Refuses another company than the run's.
  func check(isThatOf record: RunRecord) throws(Problem) {
    guard id == record.company, isBuiltIn || target == record.target else {
      throw Problem(
        .drift, "the run was on \(record.target), and this is \(target)",
        hint: "choose that company with --profile or --mock=FILE")
    }
  }
}
