import Diagnostics
import Engine
import MockBackend
import Stdlib
import Testing

@Test(arguments: Stdlib.names(of: .recipe))
func `a shipped recipe passes its own tests`(name: String) async throws {
  let source = try #require(Stdlib.source(of: .recipe(name)))
  let file = RecipeFile(
    name: name, displayName: "\(name).lua", source: source.source, folder: nil, isShipped: true)
  let recipe = try await RecipeLoader.load(file, withTests: true)
  #expect(recipe.name == name)
  #expect(!recipe.tests.isEmpty)
  let tester = RecipeTester(recipe, input: SystemInput()) { fixture throws(Problem) in
    MockService(try MockState(fixture: fixture))
  }
  for test in recipe.tests {
    let result = await tester.run(test)
    #expect(result.failures == [], "\(name): \(test.name)")
  }
}
