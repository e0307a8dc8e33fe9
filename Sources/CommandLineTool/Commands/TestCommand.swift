import ArgumentParser
import Diagnostics
import Engine
import JSON
import LuaRuntime
import MockBackend

/// `ghlua test`: runs the tests in recipes.
struct TestCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests in recipes: those given, or all in ./recipes.",
    discussion: """
      Each test compares what is expected, and proves five things besides: planning writes nothing; \
      planning again after the apply finds nothing to do; undo brings back what can be brought \
      back; a crash before or after any write, then resume, ends the same; a change behind the \
      plan's back is caught before the first write. -v shows them.

      Examples:
        ghlua test
        ghlua test recipes/move.lua --filter 'two people' -v
        ghlua test --coverage --min-coverage 95
        ghlua test --watch
      """)

  @Argument(help: "Recipes: files or names.") var recipes: [String] = []
  @Flag(help: "All shipped recipes.") var shipped = false
  @Option(help: ArgumentHelp("Only tests with this text in their names.", valueName: "text"))
  var filter: String?
  @Flag(help: "Show which lines and which declared capabilities the tests make use of.")
  var coverage = false
  @Option(
    name: .customLong("min-coverage"),
    help: ArgumentHelp("Fail when fewer lines of a recipe run, in percent.", valueName: "percent"))
  var minimum: Double?
  @Option(help: ArgumentHelp("Write the lines that ran in the form of lcov.", valueName: "file"))
  var lcov: String?
  @Flag(help: "Run them again whenever a file changes, until Ctrl-C.") var watch = false
  @Option(help: ArgumentHelp("Write what came of it as JUnit's XML.", valueName: "file"))
  var junit: String?
  @Flag(
    inversion: .prefixedNo, help: "Run recipes in a process without secrets, network and files.")
  var isolate = false
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    if tracesLines, isolate {
      throw Problem(
        .usage, "--coverage and --isolate do not go together",
        hint: "lines are only seen in this process: leave one of them out")
    }
    if watch {
      return try await TestWatch(world, output).run(recipes) { await once(world, output) }
    }
    let tested = try await tested(world)
    return try report(tested, output)
  }

  /// One round of a watch, which goes on after any problem.
  private func once(_ world: World, _ output: Output) async {
    do throws(Problem) {
      _ = try report(try await tested(world), output)
    } catch {
      _ = output.end(error)
    }
  }

  private func tested(_ world: World) async throws(Problem) -> [TestedRecipe] {
    let isolation: LuaIsolation = isolate ? .worker(.shared) : .none
    var all: [TestedRecipe] = []
    for name in try RecipeFinder.named(recipes, shipped: shipped, to: "test") {
      let file = try RecipeFinder(world).file(name)
      var recipe = try await RecipeLoader.load(file, withTests: true, isolation: isolation)
      if let filter { recipe.tests.removeAll { !$0.name.localizedContains(filter) } }
      if filter != nil, recipe.tests.isEmpty { continue }
      let results = await RecipeTester.results(
        of: recipe, input: world.input, isolation: isolation, tracesLines: tracesLines)
      all.append(TestedRecipe(recipe: recipe, results: results))
    }
    if let filter, all.isEmpty {
      throw Problem(
        .inputInvalid, "no test has '\(filter)' in its name",
        hint: "'ghlua test' without --filter shows all names")
    }
    return all
  }

  private var tracesLines: Bool { coverage || minimum != nil || lcov != nil }

  private func report(_ all: [TestedRecipe], _ output: Output) throws(Problem) -> Int32 {
    if let junit { try ReportFile.write(JUnitReport(all).text, to: junit) }
    if let lcov { try ReportFile.write(LCOVReport(all).text, to: lcov) }
    if isolate { output.note(missingIn: .worker(.shared)) }
    if output.json {
      output.print(Self.object(all, coverage: tracesLines))
    } else {
      let renderer = TestRenderer(output.style, showsProofs: output.verbose)
      output.print(renderer.text(all))
      if coverage { output.print(CoverageRenderer(style: output.style).text(all)) }
    }
    return output.end(problem(all))
  }

  private func problem(_ all: [TestedRecipe]) -> Problem? {
    let failed = all.flatMap(\.results).count { !$0.passed }
    if failed > 0 {
      return Problem(.error, failed == 1 ? "a test failed" : "\(failed.grouped) tests failed")
    }
    guard let minimum else { return nil }
    let low = all.filter { $0.lines.percent < minimum }
    guard let first = low.first else { return nil }
    return Problem(
      .error,
      "\(joinedInWords(low.map(\.recipe.name))): fewer than \(minimum.formatted) % of the lines run",
      hint: "'ghlua test \(first.recipe.file.name) --coverage' lists those that do not")
  }

  private static func object(_ all: [TestedRecipe], coverage: Bool) -> JSONObject {
    let recipes = all.map { tested -> JSONValue in
      var object: JSONObject = [
        "recipe": .string(tested.recipe.name), "file": .string(tested.recipe.file.name),
        "tests": .array(tested.results.map(\.json)),
      ]
      if coverage { object["coverage"] = tested.coverageJSON }
      return .object(object)
    }
    let results = all.flatMap(\.results)
    return [
      "schema": "ghlua.test/1", "ok": .bool(results.allSatisfy(\.passed)),
      "passed": .integer(Int64(results.count(where: \.passed))),
      "failed": .integer(Int64(results.count { !$0.passed })), "recipes": .array(recipes),
    ]
  }
}

extension TestResult {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "line": .integer(Int64(line)), "passed": .bool(passed),
      "failures": .strings(failures), "proofs": .array(proofs.map(\.json)),
    ]
    if !passed, !differences.isEmpty {
      object["differences"] = .array(
        differences.map {
          [
            "what": .string($0.what), "expected": .string($0.expected), "found": .string($0.found),
          ]
        })
    }
    return .object(object)
  }
}

extension Proof {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["name": .string(name.rawValue)]
    switch outcome {
    case .held: object["outcome"] = "held"
    case .failed: object["outcome"] = "failed"
    case .vacuous(let why):
      object["outcome"] = "nothing to prove"
      object["reason"] = .string(why)
    }
    return .object(object)
  }
}

extension RecipeTester {
  /// Runs all tests of a recipe, each on a stand-in of its own.
  static func results(
    of recipe: Recipe, input: any InputSource, isolation: LuaIsolation = .none,
    tracesLines: Bool = false
  ) async -> [TestResult] {
    let tester = RecipeTester(recipe, input: input, isolation: isolation, tracesLines: tracesLines)
    {
      fixture throws(Problem) in
      MockService(try MockState(fixture: fixture))
    }
    var results: [TestResult] = []
    for test in recipe.tests where !Task.isCancelled { results.append(await tester.run(test)) }
    return results
  }
}

extension String {
  /// Whether the text is in it, ASCII case ignored.
  fileprivate func localizedContains(_ text: String) -> Bool {
    lowercased().contains(text.lowercased())
  }
}
