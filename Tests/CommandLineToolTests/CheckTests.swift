import JSON
import Testing

@testable import CommandLineTool
@testable import Engine

extension CommandTests {
  /// `ghlua check`: every rule on a recipe that breaks it, and none on one that does not.
  @Suite struct CheckTests {
    /// A recipe with a body, and what else its header says.
    private static func recipe(
      can: String = "\"users.read\"", params: String = "", fields: String = "", run: String
    ) -> String {
      """
      return recipe {
        name = "demo", version = "1.0.0", summary = "A demonstration",
        params = { \(params) },
        can = { \(can) },\(fields)
        run = function(args, ctx)
          ctx.note(tostring(args))
          \(run)
        end,
        tests = { test "runs" { given = "two-locations", expect = { changes = {} } } },
      }
      """
    }

    private func findings(_ source: String, _ more: [String: String] = [:]) async throws -> [String]
    {
      let sandbox = try Sandbox()
      try sandbox.write(source, to: "demo.lua")
      for (name, text) in more { try sandbox.write(text, to: name) }
      let ended = await sandbox.run("check", "demo.lua", "--json")
      let object = try JSONValue(parsing: ended.output)
      return (object["files"]?.array?.first?["findings"]?.array ?? []).map {
        "\($0["line"]?.integer ?? 0) \($0["rule"]?.string ?? "")"
      }
    }

    @Test(arguments: [
      ("for user in ghl.users.each({}) do pritn(user.id) end", "7 unknown-global"),
      ("total = ghl.users.find('ana')", "7 global-write"),
      ("ghl.users.serch({})", "7 unknown-field"), ("ctx.dry_run()", "7 unknown-field"),
      ("local users = require 'ghl.users' users.moov(args)", "7 unknown-field"),
      ("require 'ghl.user'", "7 unknown-module"),
      ("if args.on then ghl.users.delete('ana') end", "7 undeclared-capability"),
      ("return ghl.users.get(12)", "7 numeric-id"),
      ("return ghl.users.search({ ids = { '1', 2 } })", "7 numeric-id"),
      ("local t = setmetatable({}, { __gc = 1 }) return t", "7 metamethod"),
      ("local m = {} local t = setmetatable({}, m) m.__index = m return t", "7 metamethod"),
      ("local left = ghl.users.get", "7 unused-local"),
      ("for i, x in ipairs({}) do ctx.note(x) end", "7 unused-local"),
      ("local args = 1 return args, ghl.users.get", "7 shadowed-local"),
    ])
    func `finds what will not work`(run: String, wanted: String) async throws {
      let found = try await findings(Self.recipe(run: run))
      #expect(found.contains(wanted), "\(found)")
    }

    @Test func `a recipe that is well has nothing to be said of`() async throws {
      let source = Self.recipe(
        can: "\"users.read\", \"locations.read\"",
        params: "p.location \"to\" { \"Where\", optional = true }",
        run: """
          local users = require "ghl.users"
          local Class = {}
          Class.__index = Class
          local one = setmetatable({}, Class)
          for _, user in ipairs(ctx.each({ "ana" }, users.find)) do
            one[user.id] = args.to
          end
          return one.ana
          """)
      #expect(try await findings(source) == [])
    }

    @Test func `parameters and columns are held against what is read`() async throws {
      let source = """
        return recipe {
          name = "demo", version = "1.0.0", summary = "S", can = { "users.read" },
          params = {
            p.string "used" { "x", optional = true },
            p.string "idle" { "x", optional = true },
            p.rows "people" { "x", columns = {
              p.user "who" { "x" },
              p.string "why" { "x", optional = true },
            } },
          },
          run = function(args, ctx)
            ctx.each_row(args.people, function(row) ctx.note(row.who.id, row.wer) end)
            return args.used or args.usd
          end,
          tests = { test "t" { given = "empty", args = { people = {} }, expect = { changes = {} } } },
        }
        """
      #expect(
        try await findings(source) == [
          "5 unused-parameter", "8 unused-parameter", "12 unknown-parameter",
          "13 unknown-parameter",
        ])
    }

    @Test func `capabilities are followed into the library and into files beside the recipe`()
      async throws
    {
      let can =
        "\"users.read\", \"users.update(locationIds)\", \"locations.read\", \"users.delete\""
      let source = Self.recipe(
        can: can, run: "require('helper').go(args)\n    return require 'ghl.users'.move")
      let helper =
        "local M = {}\nfunction M.go(a) return a and ghl.users.delete or nil end\nreturn M"
      let found = try await findings(source, ["helper.lua": helper])
      #expect(!found.contains { $0.contains("unused-capability") }, "\(found)")
      let idle = try await findings(Self.recipe(can: can, run: "return ghl.users.get"))
      #expect(idle.filter { $0 == "4 unused-capability" }.count == 3, "\(idle)")
    }

    @Test func `tests are run, and what they leave out is named`() async throws {
      let source = """
        return recipe {
          name = "demo", version = "1.0.0", summary = "S",
          can = { "users.update(phone, firstName)", "users.create" },
          run = function() ghl.users.update("ana", { phone = "+351999999999" })
            return ghl.users.create and 1 end,
          tests = {
            test "good" { given = "two-locations", expect = { changes = { { "update", "users/ana" } } } },
            test "bad" { given = "two-locations", expect = { changes = {} } },
          },
        }
        """
      #expect(
        try await findings(source) == [
          "3 untested-capability", "3 untested-capability", "8 failing-test",
        ])
    }

    @Test func `a comment allows an exception`() async throws {
      let source = Self.recipe(run: "local a = ghl.users.get('ana') -- check: allow unused-local")
      #expect(try await findings(source) == [])
    }

    @Test func `an editor's place and a caret show where it is`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(Self.recipe(run: "return ghl.users.get(12)"), to: "demo.lua")
      let ended = await sandbox.run("check", "demo.lua")
      #expect(ended.code == 10)
      #expect(
        ended.output.hasPrefix(
          """
          demo.lua:7:26: error: ids are texts, not numbers; write "12"  [numeric-id]
                  return ghl.users.get(12)
                                       ^^

          """))
      #expect(ended.lastLine.contains("\"at\":\"demo.lua:7:26\""))
    }

    @Test func `--fix mends what is beyond doubt and leaves the rest`() async throws {
      let sandbox = try Sandbox()
      let source = Self.recipe(
        can: "\"users.read\", \"users.delete\"",
        run: "name = ghl.users.get(12)\n    for i, x in ipairs({ name }) do ctx.note(x) end")
      try sandbox.write(source, to: "demo.lua")
      let ended = await sandbox.run("check", "demo.lua", "--fix")
      #expect(ended.output.contains("fixed: demo.lua:7: wrote local in front of 'name'"))
      #expect(
        try sandbox.text(of: "demo.lua")
          == Self.recipe(
            can: "\"users.read\"",
            run:
              "local name = ghl.users.get(\"12\")\n    for _, x in ipairs({ name }) do ctx.note(x) end"
          ))
      #expect(await sandbox.run("check", "demo.lua", "--fix").output.contains("fixed:") == false)
    }

    @Test func `SARIF names rules, places and fixes`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(Self.recipe(run: "return ghl.users.get(12)"), to: "my demo.lua")
      let ended = await sandbox.run("check", "my demo.lua", "--sarif", "-")
      let sarif = try JSONValue(parsing: ended.output)
      let run = try #require(sarif["runs"]?.array?.first)
      #expect(sarif["version"] == "2.1.0")
      #expect(run["tool"]?["driver"]?["rules"]?.array?.count == CheckRule.allCases.count)
      let result = try #require(run["results"]?.array?.first)
      #expect(result["ruleId"] == "numeric-id")
      let place = result["locations"]?.array?.first?["physicalLocation"]
      #expect(place?["artifactLocation"]?["uri"] == "my%20demo.lua")
      #expect(place?["region"]?["startLine"] == 7)
      #expect(place?["region"]?["endColumn"] == 28)
      #expect(result["fixes"]?.array?.count == 1)
    }

    @Test func `a report is not written over a recipe`() async throws {
      let sandbox = try Sandbox()
      let recipe = Self.recipe(run: "local a = ghl.users.get")
      try sandbox.write(recipe, to: "demo.lua")
      // The report's name was forgotten.
      let ended = await sandbox.run("check", "--sarif", "demo.lua", "demo.lua")
      #expect(ended.code == 64 && ended.errors.contains("--sarif check.sarif"))
      #expect(try sandbox.text(of: "demo.lua") == recipe)
    }

    @Test func `warnings are no failure unless they are told to be`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(Self.recipe(run: "local a = ghl.users.get"), to: "demo.lua")
      #expect(await sandbox.run("check", "demo.lua").code == 0)
      #expect(await sandbox.run("check", "demo.lua", "--strict").code == 10)
    }

    @Test(arguments: RecipeFinder.shippedNames)
    func `a shipped recipe has nothing to be said of`(name: String) async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run("check", name, "--strict")
      #expect(ended.output == "\(name): ok\n")
      #expect(ended.code == 0)
    }

    @Test func `the reference has every rule`() {
      let text = "\(Page.rules.blocks)"
      for rule in CheckRule.allCases { #expect(text.contains("`\(rule.rawValue)`")) }
    }
  }
}
