import ArgumentParser
import Diagnostics
import Engine
import JSON
import Planning

/// What `ghlua run` says of itself. Its words are not declared here, as some are the recipe's own.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Plan a recipe and show what would change.",
    usage: "ghlua run RECIPE [ARGUMENTS] [OPTIONS]",
    discussion: """
      RECIPE is a file, the name of one in ./recipes, or of a shipped one. Arguments and options \
      may be mixed; after -- everything is an argument.

      \(OwnOption.helpText)
      """)
}

/// Plans a recipe, shows what would change, and on `--apply` carries it out.
struct RecipeRun: LongCommand {
  /// Everything after the command's name.
  let words: [String]

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let words = try OwnWords(words)
    if words.recipe == nil, try RunOptions(words).help {
      output.print(Root.helpMessage(for: RunCommand.self))
      return 0
    }
    let run = try await PreparedRun(words, in: world, output)
    let options = run.options
    if options.help { return run.help(command: "ghlua run") }
    guard options.out == nil else {
      throw Problem(
        .usage, "run saves no plan", hint: "'ghlua plan \(run.recipe.name) … -o FILE' does")
    }
    let company = try await Company.open(
      options.source, forApply: options.apply, in: world, output)
    let report = await run.plan(on: company)
    try run.saveResult(of: report)
    let view = PlanView(run: run, company: company, report: report)
    guard options.apply, let plan = report.plan, report.status == .planned else {
      return view.show(warnings: try await warnings(report, run, company))
    }
    let confirmation = Confirmation(world: world, isGiven: options.yes)
    return await ApplyFlow(
      plan: plan, company: company, brakes: run.brakes, confirmation: confirmation,
      secrets: report.secrets, output: output, report: report, planText: view.text,
      world: world, keeping: options.keeping, concurrency: options.source.concurrency
    ).perform(run.object(mode: "apply", status: "applied", report, on: company))
  }

  /// What would stand in the way of an apply.
  private func warnings(
    _ report: RunReport, _ run: PreparedRun, _ company: Company
  ) async throws(Problem) -> [String] {
    guard let plan = report.plan, let refusal = try await run.brakes.refusal(of: plan, in: company)
    else { return [] }
    return ["an apply would be refused: \(refusal.sentence)"]
  }
}

extension PreparedRun {
  /// Prints what the recipe takes.
  func help(command: String) -> Int32 {
    output.print(
      RecipeRenderer(output.style).help(recipe, command: "\(command) \(recipe.callName)"))
    return 0
  }
}

extension Recipe {
  /// What people type to call it.
  var callName: String { file.name }
}
