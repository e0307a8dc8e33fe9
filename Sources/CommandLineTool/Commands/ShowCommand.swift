import ArgumentParser
import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning

/// `ghlua show`: a saved plan or a run, for people to look at.
struct ShowCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a saved plan, or a run.")

  @Argument(help: "The plan's file, or a run's id.") var file: String
  @Option(
    help: ArgumentHelp("The saved company that knows the locations' names.", valueName: "file"))
  var mock: String?
  @OptionGroup var runs: RunsFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    if let code = try RunView.show(file, runs: runs.runsDir, in: world, output) { return code }
    let plan = try PlanFile.read(file)
    guard output.json else {
      let names = try names(for: plan)
      output.print(PlanRenderer(output.style, names: names).text(plan, report: nil))
      output.note("checksum: \(plan.checksum)")
      return 0
    }
    var object = RunObject(mode: "plan", status: "planned", ok: true)
    object.add(plan)
    object.set("plan_file", .string(file))
    object.set("created", .string(plan.created.description))
    object.set("expires", .string(plan.expires.description))
    object.add(changes: plan.operations.map { $0.change() })
    output.print(object.object)
    return 0
  }

  private func names(for plan: Plan) throws(Problem) -> [String: String] {
    if let mock { return LocationBook(try MockFile.load(mock)).all }
    return plan.company == DefaultCompany.id ? LocationBook(DefaultCompany.state).all : [:]
  }
}
