import Diagnostics
// README example begins
import Engine
import FoundationEssentials
import JSON
import MockBackend
import Planning
import Testing

/// Plans a recipe against a company and prints what would change; nothing is written.
func printPlan(of source: String, for company: MockService) async throws {
  let file = RecipeFile(
    name: "hello", displayName: "hello.lua", source: source, folder: nil, isShipped: false)
  let recipe = try await RecipeLoader.load(file)
  let report = await Runner.plan(
    RunRequest(
      recipe: recipe, arguments: RawArguments(named: ["user": "john@deo.com"]), source: company,
      sourceName: "mock", company: company.companyId, now: company.now, input: SystemInput()))
  if let problem = report.problem { throw problem }
  print(report.plan?.json.text(pretty: true) ?? "nothing")
}
// README example ends

private let readme = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")

private func text(of url: URL) throws -> String {
  try #require(String(validating: Data(contentsOf: url), as: UTF8.self))
}

/// The fenced blocks of the README in a language.
private func blocks(_ language: String) throws -> [String] {
  let parts = try text(of: readme).components(separatedBy: "```")
  return parts.enumerated().filter { $0.offset % 2 == 1 && $0.element.hasPrefix(language + "\n") }
    .map { String($0.element.dropFirst(language.count + 1)) }
}

@Test func `the README's Swift example is this code, and it runs`() async throws {
  let own = try text(of: URL(filePath: #filePath))
  let example = try #require(
    own.components(separatedBy: "// README example begins\n").dropFirst().first?
      .components(separatedBy: "// README example ends").first)
  #expect(try blocks("swift") == [example])
  let recipe = try #require(try blocks("lua").first)
  try await printPlan(of: recipe, for: MockService())
}

@Test func `the README's first recipe passes its own test`() async throws {
  let source = try #require(try blocks("lua").first)
  let recipe = try await RecipeLoader.load(recipeFile(source), withTests: true)
  let tester = RecipeTester(recipe, input: SystemInput()) { fixture throws(Problem) in
    MockService(try MockState(fixture: fixture))
  }
  #expect(!recipe.tests.isEmpty)
  for test in recipe.tests { #expect(await tester.run(test).failures == []) }
}
