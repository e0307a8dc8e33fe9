import ArgumentParser
import Diagnostics
import Engine
import JSON
import Planning
import Runs

/// `ghlua undo`: plans the way back from an apply, and on `--apply` goes it.
struct UndoCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Plan what takes an apply back; --apply carries it out.")

  @Argument(help: "The run's id, or its beginning.") var run: String
  @OptionGroup(title: "The service") var source: SourceFlags
  @OptionGroup(title: "What it leaves behind") var keeping: KeepingFlags
  @Flag(help: "Carry it out.") var apply = false
  @Option(name: .shortAndLong, help: ArgumentHelp("Save the plan.", valueName: "file"))
  var out: String?
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @Option(help: ArgumentHelp("Allow exactly so many: delete=12.", valueName: "kind=n"))
  var limit: [String] = []
  @Option(help: "last-admin.") var allow: [String] = []
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let options = try keeping.options
    let folder = try world.runs(options.runs).folder(of: run)
    let summary = try folder.summary()
    guard !summary.isRunning, summary.result != nil || !summary.isResumable else {
      throw Problem(
        .resumable, "the run \(folder.id) has not ended: what is to be taken back is not known",
        hint: "first: ghlua resume \(folder.id)")
    }
    let source = try source.options
    let company = try await Company.open(source, forApply: apply, in: world, output)
    try company.check(isThatOf: summary.record)
    let undo = try await UndoPlan(
      of: try folder.plan(), history: try folder.history(), run: folder.id, in: company.reader,
      sourceName: company.sourceName, now: company.now, options: company.rules)
    await company.learnNames(of: undo.plan)
    if let out { try PlanFile.write(undo.plan, to: out) }
    var object = RunObject(mode: apply ? "apply" : "plan", status: "planned", ok: true)
    object.add(undo.plan)
    object.set("undoes", .string(folder.id))
    object.set("losses", .array(undo.losses.map(\.json)))
    if let out { object.set("plan_file", .string(out)) }
    guard apply else { return show(undo, object, company, folder, output) }
    return await ApplyFlow(
      plan: undo.plan, company: company, brakes: try brakes,
      confirmation: Confirmation(world: world, isGiven: yes), secrets: undo.secrets,
      output: output, planText: text(undo, company, output), world: world, keeping: options,
      concurrency: source.concurrency, undoes: folder
    ).perform(object)
  }

  private var brakes: Brakes {
    get throws(Problem) {
      var brakes = Brakes()
      brakes.exact = try ExactLimits(parsing: limit)
      for text in allow { brakes.allowed.insert(try RunOptions.permission(text)) }
      return brakes
    }
  }

  private func show(
    _ undo: UndoPlan, _ object: RunObject, _ company: Company, _ folder: RunFolder,
    _ output: Output
  ) -> Int32 {
    let next =
      undo.plan.operations.isEmpty ? nil : "ghlua undo \(folder.id)\(company.words) --apply"
    guard output.json else {
      output.print(text(undo, company, output))
      if let next { output.note("next: \(next)") }
      return 0
    }
    var object = object
    object.set("next", next.map { .string($0) })
    object.set("duration_ms", output.duration)
    object.add(changes: undo.plan.operations.map { $0.change() })
    output.print(object.object)
    return 0
  }

  /// The plan, and what stays as it is.
  private func text(_ undo: UndoPlan, _ company: Company, _ output: Output) -> String {
    let plan = PlanRenderer(output.style, names: company.locationNames)
      .text(undo.plan, report: nil)
    let losses = undo.losses.map {
      output.style.hanging("stays as it is: ", $0.inWords, lead: output.style.yellow)
    }
    return plan + losses.joined()
  }
}

extension UndoPlan.Loss {
  fileprivate var json: JSONValue {
    [
      "label": .string(label), "field": field.map { .string($0) } ?? .null,
      "reason": .string(reason),
    ]
  }
}
