import JSON
import LuaRuntime
import Testing

private let short = LuaLimits(time: .milliseconds(50))

@Test(arguments: [
  "while true do end",
  "while true do pcall(error, 'x') end",
  "local function h() while true do end end while true do xpcall(error, h) end",
  "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
  "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
  "local W = coroutine.wrap local function f(d) if d > 0 then for _ = 1, 60 do W(f)(d - 1) end end end f(6)",
  "repeat local ok = pcall(function() while true do end end) until ok",
])
func `an endless script ends at its time limit`(source: String) async {
  #expect(await failure(of: source, limits: short)?.limit == .time)
}

@Test func `instructions are counted through pcall and coroutines`() async {
  let limits = LuaLimits(instructions: 1_000_000)
  #expect(await failure(of: "while true do end", limits: limits)?.limit == .instructions)
  let nested = "while true do pcall(coroutine.wrap(function() for _ = 1, 1e6 do end end)) end"
  #expect(await failure(of: nested, limits: limits)?.limit == .instructions)
}

@Test(arguments: [
  "local s = 'x' while true do s = s .. s end",
  "local t = {} for i = 1, math.huge do t[i] = { i } end",
  "local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(1 << 20) .. #t end) end",
  "local t = {} while true do local co = coroutine.wrap(function() coroutine.yield() end) co() t[#t + 1] = co end",
])
func `a greedy script ends at its memory limit`(source: String) async {
  let limits = LuaLimits(memory: 16 << 20, time: .seconds(20))
  #expect(await failure(of: source, limits: limits)?.limit == .memory)
}

@Test func `garbage is collected before it counts as too much`() async throws {
  let limits = LuaLimits(memory: 1 << 20)
  let source = """
    local n = 0
    for i = 1, 200000 do local t = { i, tostring(i) } n = n + #t end
    return n
    """
  #expect(try await evaluate(source, limits: limits) == 400_000)
}

@Test func `calls of the host and coroutines are counted`() async {
  let nothing = HostFunction("nothing") { _ in nil }
  let calls = await failure(
    of: "while true do pcall(host.nothing) end", limits: LuaLimits(hostCalls: 10),
    functions: [nothing])
  #expect(calls?.limit == .hostCalls)
  let coroutines = await failure(
    of: "while true do coroutine.create(print or next) end", limits: LuaLimits(coroutines: 10))
  #expect(coroutines?.limit == .coroutines)
}

@Test func `every allocation may fail`() async throws {
  let source = """
    local rows = {}
    for i = 1, 20 do rows[i] = { id = "u" .. i, list = { i, i * 2 }, text = ("x"):rep(i) } end
    table.sort(rows, function(a, b) return #a.text > #b.text end)
    local co = coroutine.wrap(function() for _, r in ipairs(rows) do coroutine.yield(r.id) end end)
    return { first = co(), echo = host.echo(rows[3]) }
    """
  let echo = HostFunction("echo") { call in call[0] }
  let expected = try await evaluate(source, functions: [echo])
  var failures: UInt64 = 0
  for count in UInt64(1)... {
    let state = try LuaState(functions: [echo], boot: evaluator)
    state.failAllocation(count)
    do throws(LuaError) {
      let value = try await state.call(.string(source))
      #expect(value == expected)
      break
    } catch {
      #expect(error.limit == .memory, "allocation \(count): \(error)")
      failures += 1
    }
  }
  #expect(failures > 50)
}

@Test func `processor time is a budget of its own`() async {
  let limits = LuaLimits(cpu: .milliseconds(50))
  #expect(await failure(of: "while true do pcall(next, {}) end", limits: limits)?.limit == .cpu)
}

@Test(arguments: [
  "local function f(n) return 1 + f(n + 1) end f(1)",
  "local function f(n) return 1 + f(n + 1) end while true do pcall(f, 1) end",
  "local function f(n) return 1 + f(n + 1) end coroutine.wrap(f)(1)",
  "local t = setmetatable({}, {}) local function f() local g = f g() return t end f()",
])
func `a recursion without end hits the call depth`(source: String) async {
  #expect(await failure(of: source, limits: LuaLimits(depth: 10_000))?.limit == .depth)
}

@Test func `an honest recursion is deep enough`() async throws {
  let source = "local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(9000)"
  #expect(try await evaluate(source, limits: LuaLimits(depth: 10_000)) == 9000)
}

/// Ways to hit each ceiling, by what is hit.
private let provocations: [(limit: LuaLimits.Kind, source: String)] = [
  (.time, "while true do end"),
  (.cpu, "while true do end"),
  (.total, "while true do end"),
  (.instructions, "while true do end"),
  (.memory, "local s = 'x' while true do s = s .. s end"),
  (.hostCalls, "while true do host.count() end"),
  (.coroutines, "while true do coroutine.create(next) end"),
  (.depth, "local function f(n) return 1 + f(n + 1) end f(1)"),
  (.chunk, "load(('x'):rep(5000))"),
  (.output, "host.print()"),
]

/// Limits of which only the one to be hit is narrow.
private func limits(toHit limit: LuaLimits.Kind) -> LuaLimits {
  let soon = Duration.milliseconds(50)
  return LuaLimits(
    memory: 8 << 20, instructions: limit == .instructions ? 1_000_000 : nil,
    time: limit == .time ? soon : .seconds(20), cpu: limit == .cpu ? soon : nil,
    total: limit == .total ? soon : nil, hostCalls: 100, coroutines: 100, depth: 10_000,
    chunk: 2000)
}

@Test func `every ceiling can be provoked`() {
  #expect(Set(provocations.map(\.limit)) == Set(LuaLimits.Kind.allCases))
}

/// Ways to go on after an error; `%s` is the provocation, and `alive()` must never be reached.
private let evasions = [
  "pcall(function() %s end) alive()",
  "xpcall(function() %s end, function() alive() end) alive()",
  "xpcall(error, function() %s end) alive()",
  "coroutine.resume(coroutine.create(function() %s end)) alive()",
  "pcall(coroutine.wrap(function() pcall(function() %s end) alive() end)) alive()",
  "for _ in function() pcall(function() %s end) alive() end do alive() end",
  "local o = setmetatable({}, { __index = function() %s end }) "
    + "pcall(function() return o.x end) alive()",
  "pcall(error, setmetatable({}, { __tostring = alive })) pcall(function() %s end) alive()",
  "pcall(tostring, setmetatable({}, { __tostring = function() %s end })) alive()",
  "pcall(table.sort, { 3, 2, 1 }, function() %s end) alive()",
  "pcall(string.gsub, 'x', 'x', function() %s end) alive()",
  "pcall(load, function() %s end) alive()",
]

@Test(arguments: provocations, evasions)
func `nothing keeps a script alive after a ceiling`(
  provocation: (limit: LuaLimits.Kind, source: String), evasion: String
) async throws {
  var survived = false
  let functions = [
    HostFunction("count") { _ in nil },
    HostFunction("print") { _ throws(LuaError) in throw LuaError(limit: .output) },
    HostFunction("alive") { _ in
      survived = true
      return nil
    },
  ]
  let source =
    "local alive = host.alive " + evasion.replacing("%s", with: provocation.source)
  let limits = limits(toHit: provocation.limit)
  let state = try LuaState(limits: limits, functions: functions, boot: evaluator)
  for _ in 1...2 {  // a second call of the same state finds it stopped
    let error = await #expect(throws: LuaError.self) { try await state.call(.string(source)) }
    #expect(error?.limit == provocation.limit)
  }
  #expect(!survived)
}

@Test func `a host function that waits can stop the run too`() async {
  let print = HostFunction(suspending: "print") { _ throws(LuaError) in
    throw LuaError(limit: .output)
  }
  let error = await failure(of: "pcall(host.print) return 1", functions: [print])
  #expect(error?.limit == .output)
  #expect(error?.kind == "limit-output")
}

@Test func `waits count in all, and not as the script's own time`() async throws {
  let wait = HostFunction(suspending: "wait") { _ in
    try? await Task.sleep(for: .milliseconds(150))
    return nil
  }
  let own = LuaLimits(time: .milliseconds(400))
  let source = "for _ = 1, 3 do pcall(host.wait) end return 1"
  #expect(try await evaluate(source, limits: own, functions: [wait]) == 1)
  let total = LuaLimits(time: .milliseconds(400), total: .milliseconds(200))
  #expect(await failure(of: source, limits: total, functions: [wait])?.limit == .total)
}

@Test(arguments: [100, 1000, 20_000, 100_000])
func `calls may be an eighth deeper than they may, and no more`(depth: Int) async throws {
  let source = """
    local deepest = 0
    local function f(n) deepest = n host.reached(n) return 1 + f(n + 1) end
    f(1)
    """
  var reached: Int64 = 0
  let count = HostFunction("reached") { call in
    reached = call[0]?.integer ?? 0
    return nil
  }
  let error = await failure(of: source, limits: LuaLimits(depth: depth), functions: [count])
  #expect(error?.limit == .depth)
  #expect((depth - 50...depth + depth / 8 + 50).contains(Int(reached)), "\(reached)")
}

@Test func `a limit is named whatever the script calls its chunks and functions`() async {
  let source = #"""
    local chunk = load("local t = ... t['\xff']() return 1", ("\xff"):rep(1 << 20))
    chunk({ ["\xff"] = function() while true do end end })
    """#
  let limits = LuaLimits(time: .milliseconds(20))
  #expect(await failure(of: source, limits: limits)?.limit == .time)
}

@Test func `the text of an error may be any bytes, and is cut`() async {
  #expect(await failure(of: #"error("a\xffb", 0)"#)?.message == "a\u{FFFD}b")
  let long = await failure(of: "error(('x'):rep(1 << 20), 0)")
  #expect(long?.message.utf8.count == 10_003)
}
