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
  @OptionGroup(title: "The service") var source: SourceFlags
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @Option(help: ArgumentHelp("Allow exactly so many: delete=12.", valueName: "kind=n"))
  var limit: [String] = []
  @Option(help: "users.delete or last-admin.") var allow: [String] = []
  @OptionGroup(title: "What it leaves behind") var keeping: KeepingFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let plan = try PlanFile.read(file)
    if let checksum, checksum != plan.checksum {
      throw Problem(
        .drift, "the plan's checksum is \(plan.checksum), not \(checksum)",
        hint: "this is another plan than the one that was approved; look at it again")
    }
    let source = try source.options
    let company = try await Company.open(source, forApply: true, in: world, output)
    await company.learnNames(of: plan)
    var brakes = Brakes(limits: plan.limits)
    brakes.exact = try ExactLimits(parsing: limit)
    for text in allow { brakes.allowed.insert(try RunOptions.permission(text)) }
    // The version of all plain scripts, and of next to no recipe.
    brakes.isDeclared = plan.recipe.version != "0"
    var object = RunObject(mode: "apply", status: "applied", ok: true)
    object.add(plan)
    object.set("plan_file", .string(file))
    let renderer = PlanRenderer(output.style, names: company.locationNames)
    return await ApplyFlow(
      plan: plan, company: company, brakes: brakes,
      confirmation: Confirmation(world: world, isGiven: yes), secrets: Secrets(), output: output,
      planText: renderer.text(plan, report: nil), world: world, keeping: keeping.options,
      concurrency: source.concurrency
    ).perform(object)
  }
}
