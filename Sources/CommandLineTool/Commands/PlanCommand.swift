import ArgumentParser
import Diagnostics
import Engine
import Planning

/// What `ghlua plan` says of itself. Its words are not declared here, as some are the recipe's own.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plan a recipe and save the plan.",
    usage: "ghlua plan RECIPE [ARGUMENTS] -o FILE [OPTIONS]",
    discussion: """
      'ghlua apply FILE' carries the plan out, if by then nothing has moved that it counts on.

      \(OwnOption.helpText)
      """)
}

/// Plans a recipe and saves the plan.
struct RecipePlan: LongCommand {
  /// Everything after the command's name.
  let words: [String]

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let words = try OwnWords(words)
    if words.recipe == nil, try RunOptions(words).help {
      output.print(Root.helpMessage(for: PlanCommand.self))
      return 0
    }
    let run = try await PreparedRun(words, in: world, output)
    if run.options.help { return run.help(command: "ghlua plan") }
    guard !run.options.apply else {
      throw Problem(.usage, "plan applies nothing", hint: "use 'ghlua run' with --apply")
    }
    guard let file = run.options.out else {
      throw Problem(
        .usage, "where is the plan saved?", hint: "add -o FILE; only to look at it, use 'ghlua run'"
      )
    }
    let company = try await Company.open(
      run.options.source, forApply: false, in: world, output)
    let report = await run.plan(on: company)
    try run.saveResult(of: report)
    var view = PlanView(run: run, company: company, report: report)
    if let plan = report.plan, report.problem == nil {
      if let refusal = try await run.brakes.refusal(of: plan, in: company) { throw refusal }
      try PlanFile.write(plan, to: file)
      view.file = file
    }
    return view.show()
  }
}
