import Diagnostics
import Engine
import JSON
import LuaRuntime
import MockBackend
import Planning
import Testing

private let johnsLocations = "\"users.read\", \"users.update(locationIds)\""

@Test func `planning writes nothing and gives the diff`() async throws {
  let company = MockService()
  let before = company.snapshot()
  let report = try await plan(
    recipeText(
      can: johnsLocations,
      run:
        "return ghl.users.update('\(DefaultCompany.johnDeo)', { locationIds = { '\(DefaultCompany.lisbon)' } }).id"
    ),
    on: company)
  #expect(company.snapshot() == before)
  #expect(report.status == .planned)
  #expect(report.result == .string(DefaultCompany.johnDeo))
  let operation = try #require(report.plan?.operations.first)
  #expect(operation.at == "demo.lua:5")
  #expect(operation.diff.map(\.path) == ["/locationIds"])
}

@Test func `the same inputs give the same plan byte for byte`() async throws {
  let source = recipeText(
    can: "\"users.read\", \"users.create\", \"users.update\"",
    run: """
      for user in ghl.users.each {} do ghl.users.update(user.id, { phone = "+1" .. #user.email }) end
      ghl.users.create { firstName = "N", lastName = ctx.id(), email = "n@x.test",
        password = "Secret-123456", type = "account", role = "user",
        locationIds = { "\(DefaultCompany.berlin)" } }
      """)
  let first = try await plan(source).plan?.json.text()
  let second = try await plan(source).plan?.json.text()
  #expect(first != nil)
  #expect(first == second)
  #expect(first?.contains("Secret-123456") == false)
}

@Test func `an update that changes nothing is no operation`() async throws {
  let report = try await plan(
    recipeText(
      can: johnsLocations,
      run:
        "ghl.users.update('\(DefaultCompany.johnDeo)', { locationIds = { '\(DefaultCompany.berlin)' } })"
    ))
  #expect(report.plan?.operations == [])
}

@Test func `what is not declared does not work, in pcall or out of it`() async throws {
  let call = "ghl.users.delete('\(DefaultCompany.johnDeo)')"
  let outside = try await plan(recipeText(run: call))
  #expect(outside.problem?.code == .capability)
  #expect(outside.problem?.hint?.contains("users.delete") == true)
  let inside = try await plan(recipeText(run: "return pcall(function() \(call) end)"))
  #expect(inside.result == false)
  #expect(inside.plan?.operations == [])
}

@Test func `a field that is not declared cannot be written`() async throws {
  let report = try await plan(
    recipeText(
      can: johnsLocations,
      run: "ghl.users.update('\(DefaultCompany.johnDeo)', { role = 'user' })"))
  #expect(report.problem?.code == .capability)
  #expect(report.problem?.message.contains("role") == true)
}

@Test(arguments: [
  ("usres = 1", "'usres' is not declared", 5),
  ("return ghl.usres", "ghl.usres does not exist; did you mean 'users'?", 5),
  ("return ghl.users.serach {}", "did you mean 'search'?", 5),
  ("return ctx.dry_run", "a recipe cannot ask whether this is a dry run", 5),
  ("local a = nil\nreturn a.b", "attempt to index a nil value (local 'a')", 6),
  ("ctx.fail('no successor')", "no successor", 5),
  ("return ghl.users.get('nobody')", "The user does not exist.", 5),
  ("return ghl.users.get(17)", "ids are strings, not numbers", 5),
  ("ghl.users.search { qurey = 'x' }", "qurey", 5),
  ("require 'ghl.usres'", "there is no module 'ghl.usres'", 5),
  ("require '../secret'", "is no module name", 5),
])
func `an error names the recipe's line`(body: String, message: String, line: Int) async throws {
  let report = try await plan(recipeText(run: body))
  let problem = try #require(report.problem)
  #expect(problem.code == .recipeFailed)
  #expect(problem.message.contains(message), "\(problem)")
  #expect(problem.place == Place("demo.lua", line: line))
  #expect(problem.source != nil)
}

@Test func `a service error is an object with its facts`() async throws {
  let report = try await plan(
    recipeText(
      run: """
        local ok, e = pcall(ghl.users.get, "nobody")
        return { ok, e.kind, e.status, tostring(e), e.traceId ~= nil, ghl.users.find("nobody@x.test") == nil }
        """))
  #expect(
    report.result == [false, "not-found", 401, "The user does not exist.", true, true])
}

@Test func `a skipped run plans nothing and says why`() async throws {
  let report = try await plan(
    recipeText(
      can: johnsLocations,
      run: """
        ghl.users.update('\(DefaultCompany.johnDeo)', { locationIds = {} })
        ctx.skip("nothing to move", { moved = 0 })
        """))
  #expect(report.status == .skipped)
  #expect(report.skipReason == "nothing to move")
  #expect(report.result == ["moved": 0])
  #expect(report.plan?.operations == [])
}

@Test func `a run is stopped at its limits`() async throws {
  let short = RunBounds(lua: LuaLimits(time: .milliseconds(50)))
  let endless = try await plan(
    recipeText(run: "while true do pcall(error) end"), bounds: short)
  #expect(endless.problem?.code == .limitTime)
  let greedy = try await plan(
    recipeText(run: "local s = 'x' while true do s = s .. s end"),
    bounds: RunBounds(lua: LuaLimits(memory: 32 << 20)))
  #expect(greedy.problem?.code == .limitMemory)
  let loud = try await plan(
    recipeText(run: "for i = 1, 1000 do print(i) end"), bounds: RunBounds(output: 100))
  #expect(loud.problem?.code == .limitOutput)
}

@Test func `print goes to the log, notes are kept apart`() async throws {
  let report = try await plan(recipeText(run: "print('a', 1, nil) ctx.note('b') log(null)"))
  #expect(report.messages.map(\.text) == ["a\t1\tnil", "b", "null"])
  #expect(report.messages.map(\.kind) == [.log, .note, .log])
}

@Test func `a plain script finds its arguments and may plan anything`() async throws {
  let report = try await plan(
    "total = 0\nghl.users.delete(args.id)\nreturn { args.id, total }",
    arguments: ["id": .string(DefaultCompany.johnDeo)])
  #expect(report.result == [.string(DefaultCompany.johnDeo), 0])
  #expect(report.plan?.operations.map(\.kind) == [.delete])
}

@Test func `the clock stands still and the event is there`() async throws {
  let report = try await plan(
    recipeText(run: "return { ctx.now, ctx.today, os.date('%Y-%m-%d'), ctx.event.type }"),
    event: ["type": "UserDelete"])
  #expect(
    report.result == ["2026-01-05T12:00:00.000Z", "2026-01-05", "2026-01-05", "UserDelete"])
}

@Test func `a deprecated operation warns once`() async throws {
  let report = try await plan(
    recipeText(
      run: "for _ = 1, 3 do ghl.users.by_location('\(DefaultCompany.berlin)') end"))
  #expect(report.warnings.count == 1)
  #expect(report.warnings.first?.contains("by_location") == true)
}

@Test func `a failed row leaves nothing behind and stops nobody`() async throws {
  let report = try await plan(
    recipeText(
      can: "\"users.read\", \"users.delete\"",
      run: """
        local rows = {}
        for user in ghl.users.each { limit = nil } do rows[#rows + 1] = user.id end
        local three = { rows[1], rows[2], rows[3] }
        return ctx.each_row(three, function(id, index)
          ghl.users.delete(id)
          if index == 2 then error("not this one") end
        end)
        """))
  #expect(report.plan?.operations.count == 2)
  #expect(report.rows.map(\.outcome) == [.deleted, .failed, .deleted])
  #expect(report.rows[1].message == "not this one")
  #expect(report.rows[1].place == "demo.lua:10")
}
