import JSON
import LuaRuntime
import Testing

@Test func `a class works as in any Lua`() async throws {
  let source = """
    local Shape = {}
    Shape.__index = Shape
    Shape.__tostring = function(self) return "shape " .. self.name end
    Shape.__eq = function(a, b) return a.name == b.name end
    Shape.__call = function(self, x) return self.name .. x end
    local Square = setmetatable({}, { __index = Shape })
    Square.__index = Square
    local a, b = setmetatable({ name = "a" }, Shape), setmetatable({ name = "a" }, Shape)
    local square = setmetatable({ name = "s" }, Square)
    function Shape:area() return 7 end
    return { tostring(a), a == b, a("!"), square:area(), getmetatable(a) == Shape,
      getmetatable(square) == Square, getmetatable(Square).__index == Shape }
    """
  #expect(try await evaluate(source) == ["shape a", true, "a!", 7, true, true, true])
}

@Test func `a metatable can be exchanged and taken off`() async throws {
  let source = """
    local o = setmetatable({}, { __index = { x = 1 } })
    setmetatable(o, getmetatable(o))
    local first = o.x
    setmetatable(o, { __index = { x = 2 } })
    local second = o.x
    setmetatable(o, nil)
    return { first, second, o.x == nil, getmetatable(o) == nil }
    """
  #expect(try await evaluate(source) == [1, 2, true, true])
}

@Test(arguments: ["'locked'", "false", "{}"])
func `a protected metatable stays`(value: String) async throws {
  let source = """
    local value = \(value)
    local o = setmetatable({}, { __metatable = value })
    return { rawequal(getmetatable(o), value), (pcall(setmetatable, o, {})),
      (pcall(setmetatable, o, nil)) }
    """
  #expect(try await evaluate(source) == [true, false, false])
}

@Test func `metamethods added later take no effect`() async throws {
  let source = """
    local class = {}
    local o = setmetatable({}, class)
    class.__add = function() return 1 end
    getmetatable(o).__index = function() return 1 end
    return { (pcall(function() return o + 1 end)), o.x == nil }
    """
  #expect(try await evaluate(source) == [false, true])
}

@Test func `the sealed copy is invisible`() async throws {
  let source = """
    local list, map, empty = { 1, 2 }, { a = 1 }, {}
    for _, t in ipairs { list, map, empty } do setmetatable({}, t) end
    local keys = {}
    for _, t in ipairs { list, map, empty } do
      for k in pairs(t) do keys[#keys + 1] = tostring(k) end
      local k = next(t)
      while k ~= nil do keys[#keys + 1] = tostring(k) k = next(t, k) end
    end
    return { #list, rawlen(list), next(empty) == nil, keys, list, map, empty }
    """
  #expect(
    try await evaluate(source) == [
      2, 2, true, ["1", "2", "1", "2", "a", "a"], [1, 2], ["a": 1], [:],
    ])
}

@Test func `__call must be a function`() async {
  let error = await failure(of: "local t = {} t.__call = t setmetatable(t, t)")
  #expect(error?.message == "'__call' must be a function, not a table")
}

@Test func `objects and one-off metatables are garbage like others`() async throws {
  let limits = LuaLimits(memory: 1 << 20)
  let source = """
    local class = { __index = {} }
    for i = 1, 20000 do setmetatable({}, class) setmetatable({}, { __index = { i } }) end
    return true
    """
  #expect(try await evaluate(source, limits: limits) == true)
}

@Test func `what the host made read-only is so for rawset too`() async throws {
  let boot = """
    _G.ro = setmetatable({}, {
      __index = { token = 1 }, __newindex = function() error("read-only") end, __metatable = false,
    })
    return function(source) return load(source)() end
    """
  let source = """
    local own = setmetatable({}, { __newindex = error, __metatable = false })
    rawset(own, "x", 5)
    return { (pcall(rawset, ro, "token", 2)), ro.token, own.x }
    """
  let state = try LuaState(functions: [], boot: boot)
  #expect(try await state.call(.string(source)) == [false, 1, 5])
}
