import Diagnostics
import Engine
import JSON
import MockBackend
import Planning
import Testing

/// Recipes that ask new users for what only the service knows.
@Suite struct UnknownFieldTests {
  private func run(_ body: String) async throws -> RunReport {
    try await plan(
      recipeText(
        can: "\"users.read\", \"users.create\", \"users.update\"",
        run: """
          local function new(email)
            return ghl.users.create { firstName = "N", lastName = "P", email = email,
              password = "Secret-123456", type = "account", role = "user", locationIds = {} }
          end
          \(body)
          """))
  }

  @Test func `reading what only the service fills says so, at the recipe's line`() async throws {
    let report = try await run("local user = new('n@x.test')\nreturn user.dateAdded")
    let problem = try #require(report.problem)
    #expect(problem.message == "dateAdded of n@x.test is known only after apply")
    #expect(problem.hint?.contains("fills it when it creates the user") == true)
    #expect(problem.place == Place("demo.lua", line: 10))
    #expect(problem.code == .recipeFailed)
  }

  @Test(arguments: [
    "new('n@x.test')", "ghl.users.get(new('n@x.test').id)",
    "(function() new('n@x.test') return ghl.users.find('n@x.test') end)()",
    "(function() new('n@x.test') return ghl.users.search { query = 'n@x.test' }.users[1] end)()",
    "ghl.users.update(new('n@x.test').id, { phone = '+1' })",
    "(function() new('n@x.test') for u in ghl.users.each { query = 'n@x.test' } do return u end end)()",
  ])
  func `however the new user is come by`(expression: String) async throws {
    let report = try await run(
      """
      local user = \(expression)
      local ok, e = pcall(function() return user.scopes end)
      return { ok, e.kind, user.email, user.nothing == nil }
      """)
    #expect(report.result == [false, "known-after-apply", "n@x.test", true])
    #expect(report.plan?.isComplete == false)
  }

  @Test func `a plan that asked for nothing unknown is complete`() async throws {
    let report = try await run(
      """
      local user = new('n@x.test')
      local n = 0
      for _ in pairs(user) do n = n + 1 end
      ghl.users.update(user.id, { scopes = {} })
      return ghl.users.get(user.id).scopes
      """)
    #expect(report.problem == nil)
    #expect(report.plan?.isComplete == true)
    #expect(report.result == [])
  }

  @Test func `a row that needs it fails alone`() async throws {
    let report = try await run(
      """
      return ctx.each_row({ "a@x.test", "b@x.test" }, function(email, index)
        local user = new(email)
        if index == 1 then return user.permissions.tagsEnabled end
      end)
      """)
    #expect(report.rows.map(\.outcome) == [.failed, .created])
    #expect(report.rows.first?.message == "permissions of a@x.test is known only after apply")
    #expect(report.plan?.operations.map(\.label) == ["b@x.test"])
    #expect(report.plan?.isComplete == false)
  }
}
