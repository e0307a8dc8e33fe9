import Diagnostics
import Engine
import FoundationEssentials
import HighLevel
import JSON
import Planning
import Recording

/// A recipe with its arguments and options, ready to be planned.
struct PreparedRun: Sendable {
  let recipe: Recipe
  let options: RunOptions
  let world: World
  let output: Output
  let arguments: RawArguments
  private let event: JSONValue?

  /// Finds the recipe and gathers its arguments; nothing is looked up yet.
  init(_ words: OwnWords, in world: World, _ output: Output) async throws(Problem) {
    let options = try RunOptions(words)
    guard let name = words.recipe else {
      throw Problem(.usage, "which recipe?", hint: "'ghlua list' shows all recipes")
    }
    recipe = try await RecipeLoader.load(
      try RecipeFinder(world).file(name), isolation: options.isolation)
    output.note(missingIn: options.isolation)
    (self.options, self.world, self.output) = (options, world, output)
    if !options.help { try Self.checkOptions(words.rest, of: recipe) }
    event = try options.event.map { input throws(Problem) in
      .object(try input.read(world.input, for: "--event"))
    }
    arguments = try Self.arguments(words.rest, options, of: recipe, from: world.input)
  }

  /// A recipe that is loaded already, with arguments from elsewhere than a command line.
  init(
    recipe: Recipe, arguments: RawArguments, options: RunOptions, world: World, _ output: Output
  ) {
    (self.recipe, self.arguments, self.options) = (recipe, arguments, options)
    (self.world, self.output, event) = (world, output, nil)
  }

  /// Runs the recipe against the company; nothing is written.
  func plan(on company: Company) async -> RunReport {
    var report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: arguments, source: company.reader,
        sourceName: company.sourceName, company: company.id, now: company.now,
        bounds: options.bounds, isolation: options.isolation, event: event, input: world.input,
        options: company.rules))
    output.redaction.learn(report.secrets)
    if let plan = report.plan {
      await company.learnNames(of: plan)
      let ids = LocationBook.ids(in: plan)
      report.plan?.names = company.locationNames.filter { ids.contains($0.key) }
      report.plan?.profile = company.profile
    }
    CompletionIndex.keep(what: company, for: options.source, in: world)
    if let problem = company.recorder?.problem {
      output.note("warning: the recording is not whole: \(problem.sentence)")
    }
    output.log(report.messages.lazy.filter { $0.kind == .log }.map(\.text))
    return report
  }

  /// Writes what the recipe returned where `--result` says: a text as it is, anything else as JSON.
  func saveResult(of report: RunReport) throws(Problem) {
    guard let path = options.result, report.problem == nil else { return }
    let result = report.result ?? .null
    let text = result.string ?? result.text(pretty: true) + "\n"
    // Not by a rename: the path may be a device, /dev/stdout say.
    do { try Data(text.utf8).write(to: URL(filePath: path)) } catch {
      throw Problem(
        .error, "the result cannot be written to '\(path)'",
        hint: "check that its folder is there and may be written to")
    }
    output.note("the result is in \(path)")
  }

  /// What stands in the way of carrying the plan out.
  var brakes: Brakes {
    Brakes(
      limits: recipe.limits, exact: options.limits, allowed: options.allowed,
      isDeclared: recipe.isDeclared)
  }

  /// What all objects of this run begin with.
  func object(mode: String, status: String, _ report: RunReport, on company: Company) -> RunObject {
    var object = RunObject(mode: mode, status: status, ok: true)
    object.set("recipe", .string(recipe.name))
    object.set("version", .string(recipe.version))
    object.set("source", .string(company.sourceName))
    object.set("company", .string(company.id))
    if let plan = report.plan { object.add(plan) }
    object.add(report)
    return object
  }
}

/// Gathering the arguments.
extension PreparedRun {
  private static func arguments(
    _ words: [String], _ options: RunOptions, of recipe: Recipe, from source: any InputSource
  ) throws(Problem) -> RawArguments {
    var arguments = RawArguments(words: words, parameters: recipe.parameters)
    for (name, value) in options.arguments {
      arguments.add([name: .string(value)], parameters: recipe.parameters)
    }
    if options.event == .standardInput { arguments.standardInputIsTaken = true }
    for input in options.inputs {
      if input == .standardInput { arguments.standardInputIsTaken = true }
      arguments.add(try input.read(source), parameters: recipe.parameters)
    }
    return arguments
  }

  /// Refuses a misspelt option of ghlua's own, which would pass for an argument of the recipe.
  private static func checkOptions(_ words: [String], of recipe: Recipe) throws(Problem) {
    guard recipe.isDeclared else { return }
    let names = recipe.parameters.map(\.name)
    for word in words.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let name = String(word.dropFirst(2).prefix { $0 != "=" })
      let plain = name.hasPrefix("no-") ? String(name.dropFirst(3)) : name
      if names.contains(where: { fold($0) == fold(name) || fold($0) == fold(plain) }) { continue }
      let isNearer = !Suggestion.nearest(to: name, in: names).isEmpty
      let own = OwnOption.all.map(\.name)
      if !isNearer, !Suggestion.nearest(to: name, in: own).isEmpty { throw OwnWords.unknown(word) }
    }
  }

  private static func fold(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" }
  }
}
