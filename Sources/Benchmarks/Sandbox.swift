import FoundationEssentials
import Glibc
import JSON
import LuaRuntime
import MockBackend

/// What the sandbox's limits cost.
enum Sandbox {
  /// Opening a fresh environment, and the smallest run through all of it.
  static func figures() async throws -> [Figure] {
    let count = 500
    let run = RecipeRun(over: MockService())
    let nothing = try await RecipeRun.recipe("return 1", "nothing")
    let state = try await Stopwatch.seconds(each: count) {
      for _ in 0..<count {
        let state = try LuaState(
          limits: .standard, functions: [], boot: "return function() end", name: "=bare")
        _ = try await state.call()
      }
    }
    let whole = try await Stopwatch.seconds(each: count) {
      for _ in 0..<count { try await run.plan(nothing, [:]) }
    }
    return [
      Figure(group: "sandbox", name: "a bare state, run and freed", value: state, unit: .seconds),
      Figure(
        group: "sandbox", name: "a run that does nothing", value: whole, unit: .seconds,
        target: 150e-6),
    ]
  }

  /// Runs Lua programs under all limits and prints for each what scripts/bench.d/driver.lua prints:
  /// the name, and the processor's seconds. Measured by the same clock, as `os.clock` is `clock`.
  static func programs(_ paths: some Sequence<String>) async throws {
    for path in paths {
      let file = URL(filePath: path)
      let source = try String(contentsOf: file, encoding: .utf8)
      let state = try LuaState(
        limits: .standard, functions: [],
        boot: "return function(source) return assert(load(source))() end", name: "=bench")
      let start = clock()
      _ = try await state.call(.string(source))
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      print(file.deletingPathExtension().lastPathComponent, seconds)
    }
  }
}
