import HighLevel
import JSON
import LuaRuntime
import MockBackend

/// What a worker process adds to a run.
enum Isolation {
  private static let group = "sandbox"

  static func figures() async throws -> [Figure] { try await starts() + calls() + runs() }

  /// A run that does nothing, from the first word to its result, with workers ready.
  private static func starts() async throws -> [Figure] {
    let count = 200
    func seconds(_ isolation: LuaIsolation) async throws -> Double {
      try await Stopwatch.seconds(each: count) {
        for _ in 0..<count {
          _ = try await isolation.run(
            limits: .standard, functions: [], boot: "return function() end"
          ).call()
        }
      }
    }
    let here = try await seconds(.none)
    let name = "a run that does nothing"
    return [
      Figure(group: group, name: name, value: here, unit: .seconds, target: 150e-6),
      Figure(
        group: group, name: "the same in a warm worker", value: try await seconds(.worker(.shared)),
        unit: .seconds, target: 1e-3, against: name),
    ]
  }

  /// Calls of a host function over the socket.
  private static func calls() async throws -> [Figure] {
    let count = 20_000
    let state = try LuaIsolation.worker(.shared).run(
      functions: [
        HostFunction("nothing") { _ in nil },
        HostFunction(suspending: "nothing_later") { _ in nil },
      ], boot: CallLoop.boot)
    let atOnce = try await Stopwatch.seconds(each: count) {
      _ = try await state.call("nothing", .integer(Int64(count)))
    }
    let later = try await Stopwatch.seconds(each: count) {
      _ = try await state.call("nothing_later", .integer(Int64(count)))
    }
    return [
      Figure(
        group: group, name: "a call of the host out of a worker", value: atOnce, unit: .seconds,
        target: 40e-6),
      Figure(
        group: group, name: "the same, suspending the run", value: later, unit: .seconds),
    ]
  }

  /// A whole recipe, in this process and in a worker.
  private static func runs() async throws -> [Figure] {
    let small = try await RecipeRun.recipe(RecipeRun.small, "give-phone")
    let count = 100
    func seconds(_ isolation: LuaIsolation) async throws -> Double {
      let run = RecipeRun(over: MockService(), isolation: isolation)
      return try await Stopwatch.seconds(each: count) {
        for _ in 0..<count { try await run.plan(small, ["user": "john@deo.com"]) }
      }
    }
    let (here, there) = (try await seconds(.none), try await seconds(.worker(.shared)))
    let name = "a recipe of ten lines planned"
    return [
      Figure(group: group, name: name, value: here, unit: .seconds),
      Figure(
        group: group, name: "the same in a worker", value: there, unit: .seconds, against: name),
    ]
  }
}
