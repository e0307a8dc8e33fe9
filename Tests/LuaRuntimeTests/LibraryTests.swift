import Foundation
import JSON
import LuaRuntime
import Testing

/// One of the programs of random calls among the resources, as a chunk that gives its lines.
private func cases(_ name: String, seed: Int, count: Int) throws -> String {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: nil))
  let program = try String(contentsOf: url, encoding: .utf8)
  return """
    return (function(...) \(program)
    end)({ string = string, table = table, utf8 = utf8 }, \(seed), \(count))
    """
}

@Test(arguments: ["matcher-cases.lua", "library-cases.lua"], 1...10)
func `random calls give what stock Lua gives`(program: String, seed: Int) async throws {
  let source = try cases(program, seed: seed, count: 2000)
  let ours = try #require(try await evaluate(source)?.array).map { $0.string ?? "no text" }
  let stock = stockLua(source)
  #expect(ours.count == 2000 && stock.count == 2000)
  for (our, their) in zip(ours, stock) where our != their {
    Issue.record("seed \(seed)\nours:  \(our)\nstock: \(their)")
  }
}

@Test(arguments: [
  "('a'):rep(60):find(('a-'):rep(20) .. 'b')",
  "('a'):rep(400000):gsub('a*a*b', '')",
  "for _ in ('('):rep(300000):gmatch('%b()') do end",
  "local s = (' '):rep(200000) .. 'x' return (s .. s):match('^%s*(.-)%s*$')",
  "local s = ('a'):rep(4000000) return s:find('(a*)%1b')",
  "local s = ('a'):rep(1000000) return s:find('[' .. ('b'):rep(100000) .. ']')",
  "return table.concat(setmetatable({}, { __index = tostring }), '', 1, 1 << 40)",
  "table.sort(setmetatable({}, { __len = function() return 10000000 end }), math.type)",
  "table.move({}, 1, 10000000, 2)",
  "local t = {} for i = 1, 500000 do t[i] = i end while true do table.insert(t, 1, 0) end",
  "local s = ('x'):rep(5000000) while true do utf8.len(s) utf8.offset(s, -1, 1) end",
  "while true do ('ab'):rep(1000000):upper() end",
  "local s = 'xxxxxxxx' while true do s = s:gsub('x', '%0%0%0%0') end",
])
func `a loop in C ends at the time limit, and pcall does not catch it`(source: String) async {
  let limits = LuaLimits(memory: 64 << 20, time: .milliseconds(30))
  let error = await failure(of: "while true do pcall(function() \(source) end) end", limits: limits)
  #expect(error?.limit == .time)
}

@Test func `steps in C count as instructions`() async {
  let source = "return ('a'):rep(60):find(('a-'):rep(20) .. 'b')"
  let limits = LuaLimits(instructions: 1_000_000)
  #expect(await failure(of: source, limits: limits)?.limit == .instructions)
}

@Test func `without a limit a pattern ends by itself`() async {
  let source = "return ('a'):rep(60):find(('a-'):rep(20) .. 'b')"
  #expect(await failure(of: source)?.message == "pattern too complex")
}

private let lying = "setmetatable({}, { __len = function() return math.maxinteger - 1 end })"

@Test(arguments: [
  ("table.move({}, 1, math.maxinteger - 1, 2)", "too many elements to move"),
  ("table.insert(\(lying), 1, 'x')", "too many elements"),
  ("table.remove(\(lying), 1)", "too many elements"),
  ("table.concat(\(lying))", "too many elements"),
  ("table.sort(\(lying), math.type)", "too many elements"),
  ("table.unpack(\(lying))", "too many results to unpack"),
  ("table.unpack({}, 1, 1e8)", "too many results to unpack"),
  ("table.remove(setmetatable({}, { __len = function() return -5 end }))", "negative length"),
  ("('x'):rep(math.maxinteger, 'yy')", "resulting string too large"),
  ("string.format('%99999d', 1)", "invalid conversion"),
  ("string.format('%10p', {})", "invalid conversion"),
  ("string.format(('%.99f'):rep(501))", "too many conversions"),
  ("string.pack('c999999999', '')", "format result too large"),
  ("string.unpack('c2147483647', 'x')", "data string too short"),
  ("('x'):find('[' .. ('a'):rep(1 << 21) .. ']')", "pattern too complex"),
])
func `what would take too long is refused`(call: String, message: String) async {
  let error = await failure(of: "return \(call)")
  #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  #expect(error?.limit == nil)
}

@Test func `an empty piece is repeated at once`() async throws {
  #expect(try await evaluate("return #(''):rep(1 << 62)") == 0)
}

@Test func `a text that is too large meets the memory limit before it is made`() async {
  let limits = LuaLimits(memory: 1 << 20)
  let error = await failure(of: "return #('x'):rep(1 << 33)", limits: limits)
  #expect(error?.limit == .memory)
}

@Test(arguments: ["return true", "return a % 3 < b % 2", "return math.random() < 0.5"])
func `sorting ends with any comparator and loses nothing`(order: String) async throws {
  let source = """
    local t, seen = {}, 0
    for i = 1, 2000 do t[i] = i end
    table.sort(t, function(a, b) \(order) end)
    for _, v in ipairs(t) do seen = seen + v end
    return { #t, seen }
    """
  #expect(try await evaluate(source) == [2000, 2_001_000])
}

@Test func `sorting keeps equal elements in their order`() async throws {
  let source = """
    local t, out = {}, {}
    for i = 1, 500 do t[i] = { key = i % 7, at = i } end
    table.sort(t, function(a, b) return a.key < b.key end)
    for i = 2, 500 do
      local a, b = t[i - 1], t[i]
      if a.key > b.key or a.key == b.key and a.at > b.at then out[#out + 1] = i end
    end
    return #out
    """
  #expect(try await evaluate(source) == 0)
}

@Test func `a failing comparator leaves the table as it was`() async throws {
  let source = """
    local t, calls = {}, 0
    for i = 1, 200 do t[i] = 200 - i end
    local ok = pcall(table.sort, t, function(a, b)
      calls = calls + 1
      if calls == 300 then error("stop") end
      return a < b
    end)
    return { ok, table.concat(t, " ", 1, 3) }
    """
  #expect(try await evaluate(source) == [false, "199 198 197"])
}

@Test(arguments: [
  "table.sort({ 3, 2, 1 }, function(a, b) coroutine.yield() return a < b end)",
  "string.gsub('abc', '.', function() coroutine.yield() end)",
])
func `a yield inside a callback is an error`(call: String) async {
  let error = await failure(of: "coroutine.wrap(function() \(call) end)()")
  #expect(error?.message.contains("yield across a C-call boundary") == true)
}

@Test func `recursion through a replacement is an error`() async {
  let error = await failure(of: "local function f(s) return (s:gsub('x', f)) end return f('x')")
  #expect(error?.message.contains("stack overflow") == true)
}

@Test func `a gmatch can be used again while it runs`() async throws {
  let source = """
    local out, walk = {}, ("a1 b2 c3"):gmatch("(%a)(%d)")
    for letter in walk do
      out[#out + 1] = letter .. (walk() or "-") .. ("xy"):gsub("%w", "<%0>")
    end
    return out
    """
  #expect(try await evaluate(source) == ["ab<x><y>", "c-<x><y>"])
}
