import Diagnostics
import Engine
import JSON
import LuaRuntime
import MockBackend
import Testing

/// What an inline test can say besides what is given and expected.
@Suite struct TestFeatureTests {
  private func result(_ test: String, run: String) async throws(Problem) -> TestResult {
    let source = recipeText(
      can: "\"users.read\", \"users.update\", \"users.delete\"",
      fields: "\ntests = { test \"it\" { given = \"two-locations\", \(test) } },", run: run)
    let recipe = try await RecipeLoader.load(recipeFile(source), withTests: true)
    let tester = RecipeTester(recipe, input: SystemInput(), tracesLines: true) {
      fixture throws(Problem) in
      MockService(try MockState(fixture: fixture))
    }
    return await tester.run(recipe.tests[0])
  }

  @Test(arguments: [
    ("2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000Z"),
    ("2026-03-01", "2026-03-01T00:00:00.000Z"),
  ])
  func `a test sets the time`(now: String, seen: String) async throws {
    let result = try await result(
      "now = \"\(now)\", expect = { result = \"\(seen)\" }", run: "return ctx.now")
    #expect(result.failures == [])
  }

  @Test func `a time that is none is named`() async throws {
    let result = try await result("now = \"tomorrow\", expect = { result = 1 }", run: "return 1")
    #expect(result.failures.first?.hasPrefix("now is \"tomorrow\", which is no moment") == true)
  }

  @Test func `the service can answer with an error, as often as the test says`() async throws {
    let faults = "faults = { { operation = \"users.get\", status = 500, after = 1, times = 1 } }, "
    let run = """
      local said = {}
      for i = 1, 3 do
        local ok = pcall(ghl.users.get, "ana")
        said[i] = ok
      end
      return said
      """
    let result = try await result(
      "\(faults) expect = { result = { true, false, true } }", run: run)
    #expect(result.failures == [])
  }

  @Test func `an apply can meet trouble, and a resume ends it`() async throws {
    let run = """
      ghl.users.update("ana", { phone = "+351999999999" })
      ghl.users.update("bob", { phone = "+351999999998" })
      """
    let faults = "faults = { { operation = \"users.update\", status = 429, after = 1 } }, "
    let good = try await result(
      "\(faults) expect = { apply = { status = \"interrupted\", done = 1 } }", run: run)
    #expect(good.failures == [])
    let bad = try await result("expect = { apply = { status = \"partial\", done = 1 } }", run: run)
    #expect(bad.failures.count == 2)
  }

  @Test func `why a run was skipped can be expected`() async throws {
    let good = try await result("expect = { skip = \"gone\" }", run: "ctx.skip('he is gone')")
    #expect(good.failures == [])
    let bad = try await result("expect = { skip = \"gone\" }", run: "return 1")
    #expect(bad.failures == ["expected to be skipped with 'gone', but nothing was skipped"])
  }

  @Test func `a fault that does not fit is a problem of the header`() async throws {
    let source = recipeText(
      fields:
        "\ntests = { test \"it\" { faults = { { operaton = 1 } }, expect = { result = 1 } } },",
      run: "return 1")
    let problem = await headerProblem(source)
    #expect(problem?.message == "unknown field of a fault 'operaton'")
    let unknown = try await result(
      "faults = { { operation = \"users.updat\" } }, expect = { result = 1 }", run: "return 1")
    #expect(unknown.failures == ["there is no operation 'users.updat'"])
  }

  @Test func `what came is shown as the test would write it, cut down to what it names`()
    async throws
  {
    let result = try await result(
      "expect = { changes = { { \"update\", \"users/ana\", { phone = { \"1\", \"2\" } } } }, result = { a = 1 } }",
      run: "ghl.users.update('ana', { phone = '+351999999999' }) return { a = 2, b = 3 }")
    #expect(result.differences.map(\.what) == ["changes", "result"])
    #expect(
      result.differences[0].found
        == """
        {
          {
            "update",
            "users/ana",
            { phone = { "+49301234567", "+351999999999" } },
          },
        }
        """)
    #expect(result.differences[1].found == "{ a = 2 }")
  }

  @Test func `the lines of functions are known, and whether they ran`() async throws {
    let result = try await result(
      "expect = { result = 1 }",
      run: """
        local function never(x)
          return x
        end
        if ctx.event then
          return never(2)
        end
        return 1
        """)
    let lines = try #require(result.lines.first { $0.file == "demo.lua" }?.lines)
    #expect(lines.filter { !$0.ran }.map(\.line).sorted() == [7, 10])
    #expect(lines.filter(\.ran).map(\.line).sorted() == [8, 9, 12])
  }
}
