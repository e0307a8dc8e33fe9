import ArgumentParser
import Diagnostics
import Engine
import JSON
import Planning

/// `ghlua apply`: carries a saved plan out.
struct ApplyCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Carry a saved plan out.")

  @Argument(help: "The plan's file.") var file: String
  @Option(help: "Apply only the plan with this checksum, the one that was looked at.")
  var checksum: String?
  @Flag(help: "Plan again the rows that moved since, and show what is different.")
  var replan = false
  @Option(help: ArgumentHelp("The recipe's file, for --replan.", valueName: "file"))
  var recipe: String?
  @OptionGroup(title: "The service") var source: SourceFlags
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @Option(help: ArgumentHelp("Allow exactly so many: delete=12.", valueName: "kind=n"))
  var limit: [String] = []
  @Option(help: "users.delete or last-admin.") var allow: [String] = []
  @OptionGroup var secrets: SecretFlags
  @OptionGroup(title: "What it leaves behind") var keeping: KeepingFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var plan = try PlanFile.read(file)
    guard !replan || checksum == nil else {
      throw Problem(
        .usage, "--replan may make another plan than the one that --checksum names",
        hint: "leave one of them out")
    }
    if let checksum, checksum != plan.checksum {
      throw Problem(
        .drift, "the plan's checksum is \(plan.checksum), not \(checksum)",
        hint: "this is another plan than the one that was approved; look at it again")
    }
    let source = try source.options
    let given = try secrets.read(from: world.input, output)
    let company = try await Company.open(source, forApply: true, in: world, output)
    await company.learnNames(of: plan)
    let confirmation = Confirmation(world: world, isGiven: yes)
    let changed =
      replan
      ? try await Replan(
        plan: plan, recipe: recipe, company: company, secretSources: try secrets.sources,
        world: world, output: output
      ).perform() : nil
    plan = changed?.plan ?? plan
    var brakes = Brakes(limits: plan.limits)
    brakes.exact = try ExactLimits(parsing: limit)
    for text in allow { brakes.allowed.insert(try RunOptions.permission(text)) }
    // The version of all plain scripts, and of next to no recipe.
    brakes.isDeclared = plan.recipe.version != "0"
    var object = RunObject(mode: "apply", status: "applied", ok: true)
    object.add(plan)
    object.set("plan_file", .string(file))
    let text = PlanRenderer(output.style, names: company.locationNames)
      .text(plan, report: changed?.report)
    if let difference = changed?.difference {
      let renderer = DifferenceRenderer(output.style, names: company.locationNames)
      output.note(renderer.text(difference))
      try confirmation.obtainForChanged(difference)
      object.set("replanned", true)
    }
    return try await ApplyFlow(
      plan: plan, company: company, brakes: brakes,
      confirmation: confirmation, secrets: changed?.report.secrets ?? given, output: output,
      report: changed?.report, planText: text, world: world, keeping: keeping.options,
      concurrency: source.concurrency
    ).perform(object)
  }
}
