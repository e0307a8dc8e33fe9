import HighLevel
import JSON
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `ghlua test`: what operators see.
  @Suite struct TestCommandTests {
    private static let recipe = """
      return recipe {
        name = "demo", version = "1.0.0", summary = "S",
        params = { p.flag "loud" { "x" } },
        can = { "users.read", "users.update(phone, firstName)" },
        run = function(args)
          local helper = require "helper"
          if args.loud then
            helper.shout("a")
          end
          local ana = ghl.users.get("ana")
          ghl.users.update(ana.id, { phone = "+351999999999" })
          return { at = os.date("%Y-%m-%d") }
        end,
        tests = {
          test "sets the phone" {
            given = "two-locations", now = "2026-03-01T09:00:00Z",
            expect = {
              changes = { { "update", "users/ana", { phone = { "+49301234567", "+351999999999" } } } },
              result = { at = "2026-03-01" },
            },
          },
        },
      }
      """
    private static let helper = """
      local M = {}
      function M.shout(text)
        return text:upper()
      end
      function M.both(list) table.sort(list, function(a, b) return a > b end) return list end
      return M
      """

    private func sandbox() throws -> Sandbox {
      let sandbox = try Sandbox()
      try sandbox.write(Self.recipe, to: "recipes/demo.lua")
      try sandbox.write(Self.helper, to: "recipes/helper.lua")
      return sandbox
    }

    @Test func `coverage names the lines that did not run, and what nobody made use of`()
      async throws
    {
      let sandbox = try sandbox()
      let ended = await sandbox.run("test", "recipes/demo.lua", "--coverage")
      #expect(
        ended.output == """
          demo
            ✓ sets the phone

          1 passed, 0 failed

          coverage
            demo  62.5 % of 8 lines, 1 of 2 capabilities
              not run: demo.lua:8
              not run: helper.lua:3, 5
              not used: users.update(firstName)

          """)
      #expect(ended.code == 0)
    }

    @Test func `coverage can be demanded, and is there for programs`() async throws {
      let sandbox = try sandbox()
      #expect(await sandbox.run("test", "recipes/demo.lua", "--min-coverage", "60").code == 0)
      let low = await sandbox.run("test", "recipes/demo.lua", "--min-coverage", "70", "--json")
      #expect(low.code == 1)
      let coverage = try JSONValue(parsing: low.output)["recipes"]?.array?.first?["coverage"]
      #expect(coverage?["lines"]?["covered"] == 5)
      #expect(coverage?["lines"]?["files"]?.array?.first?["missed"] == [8])
      #expect(coverage?["capabilities"]?["missing"] == ["users.update(firstName)"])
      _ = await sandbox.run("test", "recipes/demo.lua", "--lcov", "lcov.info")
      let lcov = try sandbox.text(of: "lcov.info")
      #expect(lcov.contains("SF:recipes/demo.lua\n"))
      #expect(lcov.contains("DA:8,0\n"))
      #expect(lcov.contains("SF:recipes/helper.lua\nDA:3,0\nDA:5,0\nLF:2\nLH:0\n"))
    }

    @Test func `lines cannot be seen in another process`() async throws {
      let sandbox = try sandbox()
      #expect(await sandbox.run("test", "recipes/demo.lua", "--coverage", "--isolate").code == 64)
    }

    @Test func `--filter takes the tests with a text in their names`() async throws {
      let sandbox = try sandbox()
      #expect(await sandbox.run("test", "--filter", "PHONE", "recipes/demo.lua").code == 0)
      let none = await sandbox.run("test", "--filter", "mail", "recipes/demo.lua")
      #expect(none.code == 10)
      #expect(none.errors.contains("no test has 'mail' in its name"))
    }

    @Test func `a failure shows what was expected beside what came, as a test writes it`()
      async throws
    {
      let sandbox = try sandbox()
      let wrong = Self.recipe.replacing(
        "\"+351999999999\" } } } },", with: "\"+351000000000\" } } } },")
      try sandbox.write(wrong, to: "recipes/demo.lua")
      let ended = await sandbox.run("test", "recipes/demo.lua")
      #expect(
        ended.output.contains(
          """
                changes: - expected + came
                    …
                        "update",
                        "users/ana",
                  -     { phone = { "+49301234567", "+351000000000" } },
                  +     { phone = { "+49301234567", "+351999999999" } },
                      },
                    }
          """), "\(ended.output)")
      #expect(ended.code == 1)
    }

    @Test func `a watch runs again after a change and ends on Ctrl-C`() async throws {
      let folder = try sandbox()
      let (output, errors) = (Sink(), Sink())
      let world = World(
        arguments: ["test", "--watch", "recipes/demo.lua"], environment: [:],
        input: TestInput(text: nil, environment: [:]), writeOutput: output.append,
        writeError: errors.append, clock: { .init(milliseconds: 0) }, readAnswer: { nil })
      let task = Task { await CommandLineTool.runAsynchronously(in: world) }
      try await waited { errors.text.contains("watching recipes") }
      let changed = Self.recipe.replacing("sets the phone", with: "gives a phone")
      try folder.write(changed, to: "recipes/demo.lua")
      try await waited { output.text.contains("✓ gives a phone") }
      world.interruption.note(signal: 2)
      #expect(await task.value == 130)
    }

    private func waited(_ condition: () -> Bool) async throws {
      for _ in 0..<3000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
      #expect(condition())
    }

    @Test(arguments: RecipeFinder.shippedNames)
    func `the tests of a shipped recipe run nearly all of its lines`(name: String) async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run("test", name, "--min-coverage", "95")
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }
}
