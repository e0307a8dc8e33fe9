import JSON
import LuaRuntime
import Testing

@Test(arguments: [
  "io", "os", "package", "debug", "require", "dofile", "loadfile", "warn", "string.dump",
])
func `what reaches outside is not there`(name: String) async throws {
  #expect(try await evaluate("return \(name) == nil") == true)
}

@Test func `only text can be loaded`() async throws {
  #expect(try await evaluate("return (load('\\27Lua' .. ('\\0'):rep(40)))") == nil)
  #expect(try await evaluate("return load('return 1 + 1')()") == 2)
  #expect(try await evaluate("return (select(2, load('\\27Lua'))):find('binary') ~= nil") == true)
}

@Test func `the metatable of strings is locked`() async throws {
  #expect(try await evaluate("return getmetatable('')") == false)
  #expect(await failure(of: "setmetatable(setmetatable({}, {__metatable = 1}), {})") != nil)
}

@Test(arguments: ["__gc", "__mode", "__close", "__concat"])
func `a metatable with a dangerous method is refused by name`(name: String) async {
  let error = await failure(of: "setmetatable({}, { \(name) = function() end })")
  #expect(error?.message.contains(name) == true)
}

@Test func `no address is ever printed`() async throws {
  let seen = try await evaluate(
    """
    return { tostring({}), tostring(next), string.format("%s", {}), tostring(coroutine.create(next)),
      pcall(string.format, "%p", {}) }
    """)
  #expect(seen?.array?.prefix(4) == ["table", "function", "table", "thread"])
  #expect(seen?.array?[4] == false)
}

@Test func `pairs and next walk in one order`() async throws {
  let source = """
    local t = { 10, 20, zebra = 1, apple = 2, [true] = 3, [-1] = 4, [2.5] = 5, Mango = 6 }
    local walk, steps = {}, {}
    for k in pairs(t) do walk[#walk + 1] = tostring(k) end
    local k = next(t)
    while k ~= nil do steps[#steps + 1] = tostring(k) k = next(t, k) end
    return { walk, steps }
    """
  let expected: JSONValue = ["1", "2", "-1", "2.5", "Mango", "apple", "zebra", "true"]
  #expect(try await evaluate(source) == [expected, expected])
}

@Test func `fields may be cleared during a walk`() async throws {
  let source = """
    local t, seen = {}, 0
    for i = 1, 100 do t["k" .. i] = i end
    for k in pairs(t) do t[k] = nil seen = seen + 1 end
    return { seen, next(t) == nil }
    """
  #expect(try await evaluate(source) == [100, true])
}

@Test func `an error names its place and frames`() async throws {
  let state = try LuaState(
    functions: [], boot: "return function() local function inner() error('boom') end inner() end",
    name: "@demo.lua")
  let error = await #expect(throws: LuaError.self) { try await state.call() }
  #expect(error?.message == "boom")
  #expect(error?.file == "demo.lua")
  #expect(error?.line == 1)
  #expect(error?.frames.contains { $0.function == "inner" && $0.isUserCode } == true)
}

@Test(arguments: [
  "local t = {} return function(a, b) return t[a < b] end",
  "local t = {} return function(a) return function() t[a == 1] = 2 end end",
  "return function(a) return _ENV[not (a < 1)] end",
])
func `what this Lua compiles wrongly is not run`(source: String) async {
  let error = await failure(of: source)
  #expect(error?.message.contains("put the comparison in a local first") == true)
  #expect(error?.line == 1)
}

@Test func `comparisons as values are compiled rightly elsewhere`() async throws {
  let source = """
    local t = { [true] = "yes", [false] = "no" }
    local function check(a, b)
      local own, less = t, a < b
      return { own[a < b], t[less], t[a < b and a > 0], a == b, not (a < b), ({ [a < b] = 1 })[true] }
    end
    return check(1, 2)
    """
  #expect(try await evaluate(source) == ["yes", "yes", "yes", false, false, 1])
}
