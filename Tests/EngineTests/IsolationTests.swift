import Diagnostics
import Engine
import HighLevel
import JSON
import LuaRuntime
import MockBackend
import Planning
import Stdlib
import Testing

private func shipped(_ name: String, in isolation: LuaIsolation) async throws -> Recipe {
  let source = try #require(Stdlib.source(of: .recipe(name)))
  let file = RecipeFile(
    name: name, displayName: "\(name).lua", source: source.source, folder: nil, isShipped: true)
  return try await RecipeLoader.load(file, withTests: true, isolation: isolation)
}

private func company(_ fixture: JSONValue) throws(Problem) -> any TestCompany {
  MockService(try MockState(fixture: fixture))
}

@Test(arguments: Stdlib.names(of: .recipe))
func `a shipped recipe passes its own tests in a worker too`(name: String) async throws {
  let recipe = try await shipped(name, in: .worker(.shared))
  #expect(!recipe.tests.isEmpty)
  let tester = RecipeTester(
    recipe, input: SystemInput(), isolation: .worker(.shared), makeCompany: company)
  let reference = RecipeTester(
    try await shipped(name, in: .none), input: SystemInput(), makeCompany: company)
  for test in recipe.tests {
    let result = await tester.run(test)
    #expect(result.failures == [], "\(name): \(test.name)")
    #expect(result == (await reference.run(test)))
  }
}

/// Arguments that fit the built-in company.
private let examples: [(recipe: String, words: [String])] = [
  ("move-user", ["john@deo.com", "Lisbon"]),
  ("add-location", ["john@deo.com", "Lisbon"]),
  ("remove-location", ["john@deo.com", "Berlin"]),
  ("disable-all-scopes", ["john@deo.com"]),
  ("delete-user", ["john@deo.com"]),
  ("move-user", ["nobody@deo.com", "Lisbon"]),
]

@Test(arguments: examples)
func `a plan is the same in a worker, byte for byte`(
  name: String, words: [String]
) async throws {
  var texts: [String] = []
  for isolation in [LuaIsolation.none, .worker(.shared)] {
    let recipe = try await shipped(name, in: isolation)
    let service = MockService()
    let report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(words: words, parameters: recipe.parameters),
        source: service, sourceName: "mock", company: service.companyId, now: service.now,
        isolation: isolation, input: SystemInput()))
    let plan = report.plan?.json.text(pretty: true) ?? ""
    texts.append("\(plan) \(report.messages) \(report.rows) \(String(describing: report.problem))")
  }
  #expect(texts[0] == texts[1])
  #expect(!texts[0].isEmpty)
}

@Test func `a failing recipe is quoted the same from a worker`() async throws {
  for run in [
    "error('no')", "ghl.users.get('nobody')", "local x = args.user.id.y.z", "while true do end",
    "ghl.users.delete('x')", "require 'nothing'", "ctx.skip('no need', { a = 1 })", "print(x)",
  ] {
    var reports: [RunReport] = []
    for isolation in [LuaIsolation.none, .worker(.shared)] {
      let recipe = try await RecipeLoader.load(
        recipeFile(recipeText(run: run)), isolation: isolation)
      let service = MockService()
      let bounds = RunBounds(lua: LuaLimits(time: .milliseconds(300)))
      reports.append(
        await Runner.plan(
          RunRequest(
            recipe: recipe, arguments: RawArguments(), source: service, sourceName: "mock",
            company: service.companyId, now: service.now, bounds: bounds, isolation: isolation,
            input: SystemInput())))
    }
    #expect(reports[0].problem == reports[1].problem, "\(run)")
    #expect(reports[0].skipReason == reports[1].skipReason)
    #expect(reports[0].result == reports[1].result)
  }
}

@Test func `a broken header is quoted the same from a worker`() async {
  for source in [
    "return recipe { name = ", "return recipe { nam = 'x' }", "return recipe(error())",
  ] {
    var problems: [Problem?] = []
    for isolation in [LuaIsolation.none, .worker(.shared)] {
      do throws(Problem) {
        _ = try await RecipeLoader.load(recipeFile(source), isolation: isolation)
        problems.append(nil)
      } catch { problems.append(error) }
    }
    #expect(problems[0] != nil)
    #expect(problems[0] == problems[1])
  }
}
