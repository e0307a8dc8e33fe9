import ArgumentParser
import Diagnostics
import Engine
import HighLevel
import JSON

/// `ghlua check`: what is wrong with recipes, without running them for real.
struct CheckCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check recipes: their headers, and what their tests leave out.")

  @Argument(help: "Recipes: files or names.") var recipes: [String]
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    var problem: Problem?
    var files: [JSONValue] = []
    for name in recipes {
      var found: Problem?
      var warnings: [String] = []
      do throws(Problem) {
        let file = try RecipeFinder(world).file(name)
        warnings = try await Self.warnings(file, input: world.input)
        if !output.json { output.print("\(name): ok") }
      } catch {
        found = error
        problem.add(error)
      }
      for warning in warnings { output.note("warning: \(name): \(warning)") }
      files.append([
        "file": .string(name), "ok": .bool(found == nil), "problem": found?.json ?? .null,
        "warnings": .strings(warnings),
      ])
    }
    if output.json {
      output.print([
        "schema": "ghlua.check/1", "ok": .bool(problem == nil), "files": .array(files),
      ])
    }
    return output.end(problem)
  }

  private static func warnings(
    _ file: RecipeFile, input: any InputSource
  ) async throws(Problem) -> [String] {
    let recipe = try await RecipeLoader.load(file, withTests: true)
    guard recipe.isDeclared else {
      return ["a plain script: it has no header that says what it takes and what it may do"]
    }
    guard !recipe.tests.isEmpty else { return ["it has no tests"] }
    let results = await RecipeTester.results(of: recipe, input: input)
    let failed = results.filter { !$0.passed }.map { "the test '\($0.name)' fails" }
    return failed + unused(recipe, results)
  }

  /// Kinds of writes that the recipe declares and no test makes. Reads leave no trace in a plan.
  private static func unused(_ recipe: Recipe, _ results: [TestResult]) -> [String] {
    let used = Set(
      results.flatMap(\.usedCapabilities).map { Operations.named($0)?.capability ?? $0 })
    let writes = Set(Operations.all.filter { $0.kind != .read }.map(\.capability))
    return recipe.can.compactMap { text in
      let name = String(text.prefix { $0 != "(" && $0 != " " })
      return writes.contains(name) && !used.contains(name)
        ? "it declares \"\(name)\", and no test makes use of it" : nil
    }
  }
}

extension Problem? {
  /// Appends another problem to the first.
  fileprivate mutating func add(_ problem: Problem) {
    if self == nil { self = problem } else { self?.others.append(problem) }
  }
}
