import ArgumentParser
import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Runs

/// `ghlua show`: a saved plan or a run, for people to look at.
struct ShowCommand: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a saved plan, or a run.",
    discussion: """
      --html writes one page that needs nothing else, to approve the plan from; --markdown a text \
      for a ticket. Both go to standard output.
      """)

  @Argument(help: "The plan's file, or a run's id.") var file: String
  @Flag(help: "A page for a browser.") var html = false
  @Flag(help: "Text for a ticket.") var markdown = false
  @Option(
    help: ArgumentHelp("The saved company that knows the locations' names.", valueName: "file"))
  var mock: String?
  @OptionGroup var runs: RunsFlags
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    guard [html, markdown, output.json].count(where: \.self) < 2 else {
      throw Problem(.usage, "--html, --markdown and --json are three forms", hint: "choose one")
    }
    if let run = try RunView.folder(of: file, runs: runs.runsDir, in: world) {
      guard !html, !markdown else {
        throw Problem(
          .usage, "--html and --markdown show plans, and this is a run",
          hint: "its plan is \(run.file("plan.json"))")
      }
      return RunView(folder: run, output: output).show(
        try run.summary(), try run.plan(), in: try world.runs(runs.runsDir))
    }
    let plan = try PlanFile.read(file)
    let names = try LocationNames.known(to: plan, in: mock)
    let fidelity = fidelity(of: plan, in: world)
    let facts = PlanFacts(plan, file: file, company: mock, fidelity: fidelity)
    if output.json {
      output.print(object(plan, fidelity).object)
    } else if html {
      output.print(PlanPage(facts, names: names).html)
    } else if markdown {
      output.print(PlanMarkdown(facts, names: names).text)
    } else {
      output.print(PlanRenderer(output.style, names: names).text(plan, report: nil))
      if let fidelity { output.note("foretold so far: \(fidelity.inWords)") }
      output.note("checksum: \(plan.checksum)")
    }
    return 0
  }

  /// How often plans for the same company were right; nil where nobody measured, or where the plan
  /// does not tell which stand-in it is for.
  private func fidelity(of plan: Plan, in world: World) -> Fidelity? {
    guard let store = try? world.runs(runs.runsDir) else { return nil }
    if let mock { return store.fidelity(of: MockChoice.file(mock).target).about(plan) }
    guard plan.source != "mock" else { return nil }
    return store.fidelity(of: plan.company, from: plan.source).about(plan)
  }

  private func object(_ plan: Plan, _ fidelity: Fidelity?) -> RunObject {
    var object = RunObject(mode: "plan", status: "planned", ok: true)
    object.add(plan)
    object.set("plan_file", .string(file))
    object.set("created", .string(plan.created.description))
    object.set("expires", .string(plan.expires.description))
    if let fidelity { object.set("fidelity", fidelity.json) }
    object.add(changes: plan.operations.map { $0.change() })
    return object
  }
}

extension LocationNames {
  /// Names of a plan's locations, without asking the service: those that it was planned with, or
  /// those of a saved company.
  static func known(to plan: Plan, in saved: String?) throws(Problem) -> [String: String] {
    if let saved { return LocationBook(try MockFile.load(saved)).all }
    return plan.names
  }
}
