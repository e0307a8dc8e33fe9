import FoundationEssentials
import JSON
import LuaRuntime
import MockBackend

/// Many runs in one process: what they leave behind, and whether they disturb each other.
enum Soak {
  private static let source = """
    return recipe {
      name = "soak", version = "1.0.0", summary = "Does a bit of everything",
      params = { p.user "user" { "Who", arg = 1 } },
      can = { "users.read", "users.update(phone)" },
      run = function(args, ctx)
        local list = {}
        for i = 1, 200 do list[i] = { ("x"):rep(i), i } end
        table.sort(list, function(a, b) return a[2] > b[2] end)
        local next_one = coroutine.wrap(function() for i = 1, 9 do coroutine.yield(i) end end)
        pcall(error, { kind = "test" })
        ctx.note(next_one() .. #list)
        return ghl.users.update(args.user.id, { phone = "+49301234567" }).email
      end,
    }
    """
  /// Endings other than a result. The second allocates, because the thread sanitizer hands signals
  /// over in calls of the C library only.
  private static let violent = [
    "local s = 'x' while true do s = s .. s end", "while true do local t = { 1 } end",
    "error({ {} })",
  ]

  /// Bytes of resident memory that so many runs, one after the other, add to those before.
  static func growth(runs: Int, warmUp: Int = 1000) async throws -> Int {
    let run = RecipeRun(over: MockService())
    let recipe = try await RecipeRun.recipe(source, "soak")
    var before = 0
    for number in 0..<(warmUp + runs) {
      if number == warmUp { before = try Memory.residentBytes() }
      try await run.plan(recipe, ["user": "john@deo.com"])
      if number % 50 == 0 { try await stopped(violent[number / 50 % violent.count]) }
    }
    return try Memory.residentBytes() - before
  }

  /// Runs recipes, and scripts that are stopped, side by side; each result is checked.
  static func together(_ count: Int, rounds: Int) async throws {
    let run = RecipeRun(over: MockService())
    let recipe = try await RecipeRun.recipe(source, "soak")
    for _ in 0..<rounds {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for number in 0..<count {
          tasks.addTask {
            if number % 8 == 7 {
              try await stopped(violent[number / 8 % violent.count])
            } else {
              let email = try await run.plan(recipe, ["user": "john@deo.com"])
              precondition(email == "john@deo.com")
            }
          }
        }
        try await tasks.waitForAll()
      }
    }
  }

  /// Runs a script that does not end by itself, under small limits.
  private static func stopped(_ source: String) async throws {
    let limits = LuaLimits(memory: 4 << 20, time: .milliseconds(5))
    let state = try LuaState(
      limits: limits, functions: [],
      boot: "return function(source) return load(source)() end", name: "=soak")
    do throws(LuaError) {
      _ = try await state.call(.string(source))
      preconditionFailure("\(source) ended")
    } catch {}
  }
}
