import Engine
import FoundationEssentials
import HighLevel
import JSON
import MockBackend

/// What a run holds while it waits for the service.
enum Memory {
  static func figures() async throws -> [Figure] {
    let door = Door(MockService())
    let run = RecipeRun(over: door)
    let recipe = try await RecipeRun.recipe(source, "wait")
    let count = 10_000
    // What the first runs leave behind is not the waiting ones'.
    _ = try await waiting(20, run, recipe, door)
    let (bytes, bytesInLua) = try await waiting(count, run, recipe, door)
    return [
      Figure(
        group: "memory", name: "each of 10,000 runs that wait", value: bytes, unit: .bytes,
        target: 65_536),
      Figure(group: "memory", name: "its part in Lua", value: bytesInLua, unit: .bytes),
    ]
  }

  /// Waits; gives the bytes that Lua held when it began to wait.
  private static let source = """
    return recipe {
      name    = "wait",
      version = "1.0.0",
      summary = "Look a user up",
      can     = { "users.read" },
      run     = function()
        local bytes = collectgarbage("count") * 1024
        ghl.users.get("\(DefaultCompany.johnDeo)")
        return bytes
      end,
    }
    """

  /// The bytes that each of many runs holds while all of them wait, in the process and in Lua.
  private static func waiting(
    _ count: Int, _ run: RecipeRun, _ recipe: Recipe, _ door: Door
  ) async throws -> (all: Double, inLua: Double) {
    let before = try residentBytes()
    return try await withThrowingTaskGroup(of: Double.self) { runs in
      for _ in 0..<count {
        runs.addTask {
          if case .number(let bytes) = try await run.plan(recipe, [:]) { return bytes }
          return 0
        }
      }
      while door.waiting < count { try await Task.sleep(for: .milliseconds(5)) }
      let held = try residentBytes() - before
      door.open()
      var inLua = 0.0
      for try await bytes in runs { inLua += bytes }
      return (Double(held) / Double(count), inLua / Double(count))
    }
  }

  /// The memory of this process, from the kernel's count of pages (proc(5)).
  static func residentBytes() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      .split(separator: " ")
    return (Int(pages[1]) ?? 0) * 4096
  }
}
