import ArgumentParser
import Diagnostics
import Engine
import FoundationEssentials
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
      """)

  @Argument(help: "Recipes: files or names.") var recipes: [String] = []
  @Flag(help: "All shipped recipes.") var shipped = false
  @Option(help: ArgumentHelp("Write what came of it as JUnit's XML.", valueName: "file"))
  var junit: String?
  @Flag(
    inversion: .prefixedNo, help: "Run recipes in a process without secrets, network and files.")
  var isolate = false
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var all: [(recipe: Recipe, results: [TestResult])] = []
    for name in try names {
      let file = try RecipeFinder(world).file(name)
      let recipe = try await RecipeLoader.load(file, withTests: true, isolation: isolation)
      let results = await RecipeTester.results(
        of: recipe, input: world.input, isolation: isolation)
      all.append((recipe, results))
    }
    if let junit { try write(JUnitReport(all).text, to: junit) }
    output.note(missingIn: isolation)
    if output.json {
      output.print(Self.object(all))
    } else {
      output.print(TestRenderer(output.style, showsProofs: output.verbose).text(all))
    }
    let failed = all.flatMap(\.results).count { !$0.passed }
    guard failed > 0 else { return 0 }
    return output.end(
      Problem(.error, failed == 1 ? "a test failed" : "\(failed) tests failed"))
  }

  private func write(_ text: String, to path: String) throws(Problem) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw Problem(
        .error, "the report cannot be written to \(path)",
        hint: "check that the folder exists and may be written to")
    }
  }

  private var isolation: LuaIsolation { isolate ? .worker(.shared) : .none }

  private var names: [String] {
    get throws(Problem) {
      let given = recipes + (shipped ? RecipeFinder.shippedNames : [])
      if !given.isEmpty { return given }
      let own = RecipeFinder.ownPaths
      guard own.isEmpty else { return own }
      throw Problem(
        .inputInvalid, "there is no recipe to test in ./recipes",
        hint: "name a file, or add --shipped for the shipped recipes")
    }
  }

  private static func object(_ all: [(recipe: Recipe, results: [TestResult])]) -> JSONObject {
    let recipes = all.map { recipe, results -> JSONValue in
      [
        "recipe": .string(recipe.name), "file": .string(recipe.file.name),
        "tests": .array(results.map(\.json)),
      ]
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
    [
      "name": .string(name), "line": .integer(Int64(line)), "passed": .bool(passed),
      "failures": .strings(failures), "proofs": .array(proofs.map(\.json)),
    ]
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
    of recipe: Recipe, input: any InputSource, isolation: LuaIsolation = .none
  ) async -> [TestResult] {
    let tester = RecipeTester(recipe, input: input, isolation: isolation) {
      fixture throws(Problem) in
      MockService(try MockState(fixture: fixture))
    }
    var results: [TestResult] = []
    for test in recipe.tests { results.append(await tester.run(test)) }
    return results
  }
}
