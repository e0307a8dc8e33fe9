import JSON
import MockBackend

/// Complete runs of a small recipe: arguments looked up, a fresh Lua, the plan with its diff.
enum Runs {
  private static let count = 300

  static func tenLines() async throws -> [Figure] {
    let run = RecipeRun(over: MockService())
    let small = try await RecipeRun.recipe(RecipeRun.small, "give-phone")
    let seconds = try await Stopwatch.seconds(each: count) {
      for _ in 0..<count { try await run.plan(small, ["user": "john@deo.com"]) }
    }
    return [
      Figure(
        group: "runs", name: "a recipe of ten lines planned", value: 1 / seconds,
        unit: .perSecond, target: 2_000)
    ]
  }

  static func others() async throws -> [Figure] {
    let run = RecipeRun(over: MockService())
    let recipe = try await RecipeRun.shipped("disable-all-scopes")
    let seconds = try await Stopwatch.seconds(each: count) {
      for _ in 0..<count { try await run.plan(recipe, ["user": "john@deo.com"]) }
    }
    let loading = try await Stopwatch.seconds(each: count) {
      for _ in 0..<count { _ = try await RecipeRun.shipped("disable-all-scopes") }
    }
    let starting = await Stopwatch.seconds(each: count) {
      for _ in 0..<count { _ = MockService() }
    }
    return [
      Figure(
        group: "runs", name: "disable-all-scopes planned", value: 1 / seconds, unit: .perSecond),
      Figure(group: "runs", name: "its header read", value: loading, unit: .seconds),
      Figure(group: "runs", name: "a stand-in opened", value: starting, unit: .seconds),
    ]
  }
}
