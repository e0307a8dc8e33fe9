import ArgumentParser
import Diagnostics
import JSON
import Planning

/// `ghlua diff`: what two saved plans do differently.
struct DiffCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what two saved plans do differently.",
    discussion: "The exit code is 0 when they do the same, and 2 when they do not.")

  @Argument(help: "The first plan's file.") var first: String
  @Argument(help: "The second plan's file.") var second: String
  @Option(
    help: ArgumentHelp("The saved company that knows the locations' names.", valueName: "file"))
  var mock: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    let plans = (try PlanFile.read(first), try PlanFile.read(second))
    let difference = PlanDifference(from: plans.0, to: plans.1)
    if output.json {
      output.print(object(difference, plans))
    } else {
      let names = try LocationNames.known(to: plans.1, in: mock)
      output.print(DifferenceRenderer(output.style, names: names).text(difference))
    }
    return output.end(nil, exitCode: difference.isEmpty ? 0 : 2)
  }

  private func object(_ difference: PlanDifference, _ plans: (Plan, Plan)) -> JSONObject {
    [
      "schema": "ghlua.diff/1", "ok": true, "same": .bool(difference.isEmpty),
      "first": Self.described(plans.0, first), "second": Self.described(plans.1, second),
      "circumstances": .strings(difference.circumstances),
      "disappears": .array(difference.disappearing.map { $0.change() }),
      "appears": .array(difference.appearing.map { $0.change() }),
      "changes": .array(
        difference.changing.map { ["before": $0.before.change(), "after": $0.after.change()] }),
      "unchanged": .integer(Int64(difference.unchanged)),
    ]
  }

  private static func described(_ plan: Plan, _ file: String) -> JSONValue {
    [
      "plan_file": .string(file), "plan": .string(plan.id), "checksum": .string(plan.checksum),
      "recipe": .string(plan.recipe.name), "version": .string(plan.recipe.version),
    ]
  }
}
