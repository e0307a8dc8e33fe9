import Diagnostics
import Engine
import JSON
import LuaRuntime
import Planning
import Synchronization

/// All recipes as tools, and `apply` where that was allowed.
struct RecipeToolBox: MCPToolBox {
  /// What the server was started with.
  struct Options: Sendable {
    var source = SourceOptions()
    var keeping = KeepingOptions()
    /// Only these recipes; all where it is empty.
    var recipes: Set<String> = []
    var variables: Set<String> = []
    var allowsApply = false
    var allowsIrreversible = false
    var isolation = LuaIsolation.worker(.shared)
  }

  static let applyName = "apply"

  let options: Options
  let world: World
  private let plans = SessionPlans()

  init(_ options: Options, in world: World) { (self.options, self.world) = (options, world) }

  var instructions: String {
    """
    Recipes manage the users of a HighLevel agency. A call plans: it reads, and gives the changes \
    that would be made, with a checksum; it changes nothing. \
    \(options.allowsApply
      ? "Show the plan to a person; when they agree, call apply with its checksum."
      : "Nothing can be applied from here; a person applies with the ghlua command.")
    """
  }

  func list() async throws(RPCFault) -> [JSONObject] {
    let recipes = await recipes()
    return recipes.map { RecipeTool(recipe: $0).json } + (options.allowsApply ? [Self.apply] : [])
  }

  func call(_ name: String, _ arguments: JSONObject) async throws(RPCFault) -> JSONObject {
    if name == Self.applyName, options.allowsApply { return await apply(arguments) }
    guard let recipe = await recipes().first(where: { $0.name == name }) else {
      throw RPCFault(.invalidParams, "Unknown tool: \(name)")
    }
    return await plan(recipe, arguments)
  }

  /// Refuses names that no recipe has.
  func check() async throws(Problem) {
    let known = await recipes().map(\.name)
    guard let missing = options.recipes.subtracting(known).min() else { return }
    let all = RecipeFinder.shippedNames
    throw Problem(
      .recipeNotFound, "there is no recipe '\(missing)'",
      hint: Suggestion.hint(for: missing, in: all) ?? "'ghlua list' shows all recipes")
  }

  /// Those with a header: a plain script says nothing of what it takes and may do.
  private func recipes() async -> [Recipe] {
    let quiet = ToolOutput(world)
    let all = (try? await ShownRecipes.all(world, quiet.output)) ?? []
    return all.filter { recipe in
      recipe.isDeclared && recipe.name != Self.applyName
        && (options.recipes.isEmpty || options.recipes.contains(recipe.name))
    }
  }

  // MARK: Planning

  private func plan(_ recipe: Recipe, _ arguments: JSONObject) async -> JSONObject {
    var inside = world
    inside.input = ClosedInput(source: world.input, variables: options.variables)
    let tool = ToolOutput(inside)
    do throws(Problem) {
      var runOptions = try RunOptions(OwnWords([]))
      (runOptions.source, runOptions.isolation) = (options.source, options.isolation)
      runOptions.keeping = options.keeping
      let run = PreparedRun(
        recipe: recipe, arguments: RawArguments(named: arguments), options: runOptions,
        world: tool.world, tool.output)
      let company = try await Company.open(
        options.source, forApply: false, in: tool.world, tool.output)
      let report = await run.plan(on: company)
      let view = PlanView(run: run, company: company, report: report)
      _ = view.show()
      if let plan = report.plan, report.problem == nil, !plan.operations.isEmpty {
        plans.keep(SessionPlans.Entry(plan: plan, report: report, run: run))
      }
      return tool.result(text: view.text, next: next(report))
    } catch {
      return tool.result(of: error)
    }
  }

  private func next(_ report: RunReport) -> String? {
    guard let plan = report.plan, report.problem == nil, !plan.operations.isEmpty else {
      return nil
    }
    return options.allowsApply
      ? "show this to a person; when they agree: \(Self.applyName) with checksum \(plan.checksum)"
      : "nothing can be applied from here; a person applies it with the ghlua command"
  }

  // MARK: Applying

  private static let apply: JSONObject = [
    "name": .string(applyName), "title": "Apply a plan",
    "description": """
    Carries out a plan that a recipe gave in this session, exactly as it was shown, if nothing \
    has moved since that it counts on. Ask a person first.
    """,
    "inputSchema": [
      "type": "object",
      "properties": [
        "checksum": ["type": "string", "description": "the checksum of the plan, sha256:…"]
      ],
      "required": ["checksum"], "additionalProperties": false,
    ],
    "outputSchema": RecipeTool.outputSchema,
    "annotations": [
      "title": "apply", "readOnlyHint": false, "destructiveHint": true, "idempotentHint": true,
      "openWorldHint": true,
    ],
  ]

  private func apply(_ arguments: JSONObject) async -> JSONObject {
    let tool = ToolOutput(world)
    do throws(Problem) {
      guard arguments.keys == ["checksum"], let checksum = arguments["checksum"]?.string else {
        throw Problem(.argumentsInvalid, "apply takes the checksum of a plan and nothing else")
      }
      guard let entry = plans.entry(checksum) else {
        throw Problem(
          .refused, "no plan of this session has the checksum \(checksum)",
          hint: "call the recipe first, and take the checksum from its result")
      }
      try checkReversible(entry.plan)
      let company = try await Company.open(
        options.source, forApply: true, in: tool.world, tool.output)
      tool.output.redaction.learn(entry.report.secrets)
      let flow = ApplyFlow(
        plan: entry.plan, company: company, brakes: entry.run.brakes,
        confirmation: Confirmation(world: tool.world, isGiven: true),
        secrets: entry.report.secrets, output: tool.output, report: entry.report, planText: "",
        world: tool.world, keeping: options.keeping, concurrency: options.source.concurrency)
      _ = await flow.perform(
        entry.run.object(mode: "apply", status: "applied", entry.report, on: company))
      return tool.result(text: nil, next: nil)
    } catch {
      return tool.result(of: error)
    }
  }

  private func checkReversible(_ plan: Plan) throws(Problem) {
    let lasting = plan.operations.count { $0.irreversible != nil || $0.kind == .delete }
    guard lasting > 0, !options.allowsIrreversible else { return }
    throw Problem(
      .refused, "\(lasting == 1 ? "a change" : "\(lasting) changes") cannot be taken back",
      hint: "a person applies this with the ghlua command, or starts the server with "
        + "--allow-irreversible")
  }
}

/// The plans that were made since the server started, by their checksums.
final class SessionPlans: Sendable {
  struct Entry: Sendable {
    var plan: Plan
    var report: RunReport
    var run: PreparedRun
  }

  /// Older ones are forgotten, and have to be made anew.
  private static let most = 100

  private let entries = Mutex<[Entry]>([])

  func keep(_ entry: Entry) {
    entries.withLock { entries in
      entries.removeAll { $0.plan.checksum == entry.plan.checksum }
      entries.append(entry)
      if entries.count > Self.most { entries.removeFirst() }
    }
  }

  func entry(_ checksum: String) -> Entry? {
    entries.withLock { $0.first { $0.plan.checksum == checksum } }
  }
}
