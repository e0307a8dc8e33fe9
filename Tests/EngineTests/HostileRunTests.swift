import Diagnostics
import Engine
import JSON
import LuaRuntime
import MockBackend
import Testing

/// A plain script against what only a whole run has: modules, JSON, CSV, the service, the output.
struct HostileScript: Sendable, CustomTestStringConvertible {
  let name: String
  /// The problem's code; nil: a plan.
  let expected: [Problem.Code?]
  let source: String

  var testDescription: String { name }

  init(_ name: String, _ expected: [Problem.Code?], _ source: String) {
    (self.name, self.expected, self.source) = (name, expected, source)
  }

  private static let failed: [Problem.Code?] = [.recipeFailed]
  private static let anyLimit: [Problem.Code?] = [.limitTime, .limitMemory, .recipeFailed]

  static let all = [
    HostileScript(
      "r01_print_caught", [.limitOutput], "while true do pcall(print, ('x'):rep(999)) end"),
    HostileScript("r02_print_empty", [.limitOutput, .limitTime], "while true do print('') end"),
    HostileScript(
      "r03_note_objects", [.limitOutput, .limitTime, .limitMemory],
      """
      local o = setmetatable({}, { __tostring = function() return ("n"):rep(1 << 16) end })
      while true do pcall(ctx.note, o) end
      """),
    HostileScript(
      "r04_long_unknown_name", anyLimit, "return ghl[('x'):rep(8 << 20)]"),
    HostileScript(
      "r05_long_unknown_context", anyLimit, "return ctx[('y'):rep(8 << 20)]"),
    HostileScript(
      "r06_many_unknown_names", [.limitTime],
      "while true do pcall(function() return ghl.users[('gte'):rep(60)] end) end"),
    HostileScript(
      "r07_json_nesting", [nil],
      """
      local json = require "json"
      local a, b = json.decode(("["):rep(1 << 20)), json.decode(('{"a":'):rep(1 << 18))
      assert(a == nil and b == nil)
      """),
    HostileScript(
      "r08_json_large", anyLimit + [nil],
      "local json = require 'json' local s = '[' .. ('1,'):rep(4 << 20) .. '1]' return #json.decode(s)"
    ),
    HostileScript(
      "r09_json_again", [.limitTime],
      """
      local json = require "json"
      local s = '{"a":[' .. ('"b",'):rep(10000) .. '1]}'
      while true do json.encode(json.decode(s)) end
      """),
    HostileScript(
      "r10_json_same_names", [nil],
      "return require('json').decode('{' .. ('\"a\":1,'):rep(100000) .. '\"a\":1}') == nil"),
    HostileScript(
      "r11_csv_quotes", anyLimit + [nil],
      """
      local csv = require "csv"
      for _, s in ipairs { ('"'):rep(4 << 20), ("a,"):rep(1 << 20), ("\\n"):rep(4 << 20), "a\\n" .. ("1\\n"):rep(1 << 20) } do
        pcall(csv.decode, s)
      end
      """),
    HostileScript(
      "r12_csv_encode", anyLimit + [nil],
      """
      local csv, row, rows = require "csv", { a = ("x"):rep(10000) }, {}
      for i = 1, 100000 do rows[i] = row end
      return #csv.encode(rows, { "a", "a", "a" })
      """),
    HostileScript(
      "r13_shared_result", failed + [.limitTime],
      "local t = { 1 } for i = 1, 60 do t = { t, t } end return t"),
    HostileScript(
      "r14_large_result", anyLimit + [nil],
      "local t = {} for i = 1, 1e6 do t[i] = i end return t"),
    HostileScript(
      "r15_writes_kept", [.limitMemory, .limitTime, .limitTotal],
      """
      local name = ("x"):rep(1 << 20)
      while true do pcall(ghl.users.update, "\(DefaultCompany.johnDeo)", { firstName = name }) end
      """),
    HostileScript(
      "r16_rows_kept", [.limitMemory, .limitTime, .limitTotal],
      """
      local rows = {} for i = 1, 10000 do rows[i] = i end
      ctx.each_row(rows, function() error(("m"):rep(1 << 20)) end)
      """),
    HostileScript(
      "r17_reads_kept", [.limitTime, .limitMemory, .limitHostCalls, .limitTotal],
      "for i = 1, 1e9 do pcall(ghl.users.get, ('u'):rep(1 << 16) .. i) end"),
    HostileScript(
      "r18_pages_left_open", [.limitTime, .limitMemory, .limitHostCalls, .limitTotal],
      "while true do ghl.users.each({ query = 'a' })() end"),
    HostileScript(
      "r19_steps", [.limitTime, .limitMemory],
      "local function nest(n) ctx.step(('s'):rep(1 << 16) .. n, function() nest(n + 1) end) end while true do pcall(nest, 1) end"
    ),
    HostileScript(
      "r20_skip_with_all", [nil] + anyLimit,
      "local t = {} for i = 1, 200000 do t[i] = { i } end ctx.skip('why', t)"),
    HostileScript(
      "r21_date_formats", [nil],
      """
      for _, f in ipairs { "%", "%E", "%Ez", ("%c"):rep(1000), "*t", "!%5", "%\\0", "!" } do
        for _, t in ipairs { 1 << 60, math.mininteger, math.maxinteger, -1, 0.5, 0 / 0 } do pcall(os.date, f, t) end
      end
      pcall(os.time, { year = math.maxinteger, month = math.mininteger, day = 1 })
      assert(not (os.getenv or os.execute or os.exit or os.tmpname or os.remove or os.rename))
      """),
    HostileScript(
      "r22_date_flood", [.limitTime], "while true do os.date(('%Y%j%A'):rep(10000)) end"),
    HostileScript(
      "r23_load_sees_the_file_only", [nil],
      """
      mine = 5
      assert(load("return mine")() == 5 and load("return ghl")() == ghl, "load sees other globals")
      load("type = 1")()
      assert(type == 1 and load("return _G")() == _G)
      """),
    HostileScript(
      "r24_library_poisoned", [nil],
      """
      string.format, table.concat, table.pack, string.match = nil, nil, nil, nil
      local seen = {}
      string.find = function(...) seen[#seen + 1] = select("#", ...) return nil end
      pcall(ghl.users.find, "john@deo.com")
      """),
    HostileScript(
      "r25_error_kinds", failed, "error({ kind = 'limit-time', message = 'not really' })"),
    HostileScript(
      "r26_error_fields", anyLimit,
      "local e = { kind = 'x' } for i = 1, 50000 do e['f' .. i] = ('v'):rep(100) end error(e)"),
    HostileScript(
      "r27_modules_in_circles", failed + [nil], "return require('ghl.users') and require('no.such')"
    ),
    HostileScript(
      "r28_require_flood", [.limitTime, .limitMemory, .limitHostCalls, .limitTotal],
      "for i = 1, 1e9 do pcall(require, 'm' .. i) end"),
    HostileScript(
      "r29_ids_flood", [.limitTime, .limitMemory, .limitHostCalls, .limitTotal],
      "while true do ctx.id() end"),
    HostileScript(
      "r30_context_tampered", [nil],
      """
      assert(not pcall(rawset, ctx, "now", 1) or ctx.now ~= 1, "ctx")
      assert(not pcall(setmetatable, ghl, {}), "ghl")
      assert(not pcall(function() ghl.users.get = 1 end) or true)
      assert(not pcall(require, "ghl.host") and not pcall(require, "ghl.boot"), "host")
      """),
    HostileScript(
      "r31_json_later_names", [nil],
      """
      local json = require "json"
      for _, v in ipairs { "5", "null", "true", '"x"', "{}", "[]", "[1]", '["a"]', "[[]]" } do
        local t = json.decode('{"~later":' .. v .. ',"a":[{"~later":' .. v .. "}]}")
        pcall(function() return t.a, t.b end)
        pcall(json.encode, t)
      end
      """),
    HostileScript(
      "r32_csv_columns", anyLimit + [nil],
      """
      local csv, row, rows, names = require "csv", {}, {}, {}
      for i = 1, 3000 do names[i] = "c" .. i end
      for i = 1, 3000 do rows[i] = row end
      pcall(csv.encode, rows, names)
      pcall(csv.decode, table.concat(names, ",") .. ("\\n" .. (","):rep(2999)):rep(1000))
      pcall(csv.decode, (","):rep(7 << 20))
      """),
    HostileScript(
      "r33_json_escapes", [.limitTime, .limitMemory],
      """
      local json, s = require "json", '"' .. ("\\\\u0041"):rep(500000) .. '"'
      while true do pcall(json.decode, s) pcall(json.decode, s .. s) end
      """),
    HostileScript(
      "r34_json_digits", [.limitTime, .limitMemory],
      """
      local json, s = require "json", ("1"):rep(3 << 20)
      while true do pcall(json.decode, s) pcall(json.decode, s .. "." .. s .. "e" .. s) end
      """),
    HostileScript(
      "r35_arguments_of_calls", anyLimit,
      """
      local t = {} for i = 1, 300000 do t[i] = "x" end
      while true do
        pcall(ghl.users.update, "\(DefaultCompany.johnDeo)", t)
        pcall(ghl.users.update, "\(DefaultCompany.johnDeo)", { scopes = t })
        pcall(ghl.users.search, { query = ("q"):rep(1 << 20) })
      end
      """),
    HostileScript(
      "r36_errors_that_loop", failed,
      """
      local function loop() while true do end end
      error(setmetatable({}, { __index = loop, __tostring = loop, __len = loop, __pairs = loop }))
      """),
    HostileScript(
      "r37_rows_that_loop", [.limitTime],
      """
      local function loop() while true do end end
      local strange = setmetatable({}, { __index = loop, __tostring = loop })
      ctx.each_row({ 1, 2, 3 }, function() error(strange) end)
      """),
    HostileScript(
      "r38_results", failed,
      "return { f = function() end, t = setmetatable({}, { __index = error, __pairs = error }) }"),
  ]
}

@Suite(.serialized) struct HostileRunTests {
  private static let bounds = RunBounds(
    lua: LuaLimits(
      memory: 32 << 20, time: .milliseconds(200), total: .seconds(2), hostCalls: 100_000,
      coroutines: 1_000_000, depth: 100_000, chunk: 1 << 20),
    output: 1 << 20, kept: 32 << 20)

  @Test(arguments: HostileScript.all)
  func `a hostile script is contained`(script: HostileScript) async throws {
    let start = ContinuousClock.now
    let report = try await plan(script.source, bounds: Self.bounds)
    let over = max(0, Int((ContinuousClock.now - start) / .milliseconds(1)) - 200)
    let outcome = report.problem?.code.rawValue ?? "plan"
    print("hostile run | \(script.name) | \(outcome) | \(over) ms over")
    #expect(
      script.expected.contains(report.problem?.code),
      "\(outcome): \(report.problem?.message ?? "")")
  }

  /// Without a limit of time a single instruction could keep `ghlua list` busy for minutes.
  @Test(arguments: [
    "for i = 1, 70000 do t[i * ((1 << 17) - 1)] = true end",
    "for i = 1, 200000 do t['k' .. i] = i end while true do local k = next(t) t[k] = nil end",
    "while true do pcall(string.rep, 'x', 1 << 20) end",
    "while true do ('a'):rep(60):find(('a-'):rep(20) .. 'b') end",
  ])
  func `a header is contained too`(work: String) async throws {
    let start = ContinuousClock.now
    let problem = await headerProblem("local t = {}\n\(work)\nreturn recipe { name = 'x' }")
    #expect(problem?.code == .recipeInvalid)
    #expect(problem?.message.hasPrefix("the header ") == true, "\(problem?.message ?? "")")
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
