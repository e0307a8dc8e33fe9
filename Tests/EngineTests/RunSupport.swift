import Diagnostics
import Engine
import JSON
import MockBackend
import Planning

/// A recipe's text with what every header needs around the given fields and body.
func recipeText(
  can: String = "\"users.read\", \"locations.read\"", fields: String = "", run: String
) -> String {
  """
  return recipe {
    name = "demo", version = "1.0.0", summary = "A demonstration",
    can = { \(can) },\(fields)
    run = function(args, ctx)
      \(run)
    end,
  }
  """
}

func recipeFile(_ source: String, folder: String? = nil) -> RecipeFile {
  RecipeFile(
    name: "demo.lua", displayName: "demo.lua", source: source, folder: folder, isShipped: false)
}

/// Plans a recipe's text against the default company.
func plan(
  _ source: String, arguments: JSONObject = [:], on company: MockService = MockService(),
  bounds: RunBounds = RunBounds(), event: JSONValue? = nil, folder: String? = nil
) async throws(Problem) -> RunReport {
  let recipe = try await RecipeLoader.load(recipeFile(source, folder: folder))
  return await Runner.plan(
    RunRequest(
      recipe: recipe, arguments: RawArguments(named: arguments), source: company,
      sourceName: "mock", company: company.companyId, now: company.now, bounds: bounds,
      event: event, input: SystemInput()))
}

/// What reading a header fails with.
func headerProblem(_ source: String) async -> Problem? {
  do throws(Problem) {
    _ = try await RecipeLoader.load(recipeFile(source), withTests: true)
    return nil
  } catch { return error }
}
