import JSON
import LuaRuntime
import Testing

// What lies inside another value is filled when it is looked at, what is handed over by itself at
// once: every script must see the same in both.

private let map: JSONValue = {
  var inner: JSONObject = [:]
  for number in 1...20 { inner["k\(number)"] = .string("v\(number)") }
  var object: JSONObject = ["inner": .object(inner)]
  for number in 1...40 {
    object["flag\(number)"] = number % 3 == 0 ? .null : .integer(Int64(number))
  }
  return .object(object)
}()

private let list: JSONValue = .strings((1...50).map { "scope/\($0 * 7 % 50).write" })

/// Each is a piece of Lua that looks at `t`.
private let scripts = [
  "return t", "return #t", "return t.flag1", "return t[1]", "return t.nothing == nil",
  "return t[51] == nil and t[0] == nil", "return { t.flag3 == null, t.flag3 ~= nil }",
  "local keys = {}; for k in pairs(t) do keys[#keys + 1] = k end; return keys",
  "local all = {}; for i, v in ipairs(t) do all[i] = v end; return all",
  "return { (next(t)) }", "local k = next(t); return { (next(t, k)) }", "return next(t) ~= nil",
  "return rawlen(t)", "return { rawget(t, 'flag2'), rawget(t, 2) }",
  "return getmetatable(t) == nil", "return tostring(t)", "return { type(t), rawequal(t, t) }",
  "t.new = 1; return t", "t[1] = 'x'; return t", "t.flag1 = nil; return t",
  "rawset(t, 'new', 2); return t", "table.insert(t, 'z'); return t",
  "table.remove(t, 1); return t", "table.sort(t); return t", "return { table.unpack(t, 1, 3) }",
  "return table.concat(t, ',')", "return #table.move(t, 1, 3, 2)",
  "t[nil] = 1", "t[0/0] = 1", "return t.a.b", "return t + 1", "return t .. ''", "return t < t",
  "t()", "setmetatable(t, { __index = function(_, k) return k end }); return t.nothing",
  "return setmetatable({}, { __index = t }).flag1", "return setmetatable({}, t) ~= nil",
  "return { (string.gsub('flag1', '%w+', t)) }", "local u = { t, t }; return u[1] == u[2]",
  "return t.inner", "return t.inner and t.inner.k3", "return t.inner and #t.inner",
  "local c = {}; for k, v in pairs(t.inner or {}) do c[k] = v end; return c",
  "local e = setmetatable({}, { __newindex = t }); e.x = 1; return t",
  "return select('#', load('return flag1', 'x', 't', t)())",
]

@Test(arguments: scripts) func `a script cannot tell when a table is filled`(script: String)
  async throws
{
  for value in [map, list] {
    let atOnce = await outcome("local t = ...\n\(script)", value)
    let late = await outcome("local t = (...).value\n\(script)", ["value": value])
    #expect(late == atOnce)
  }
}

@Test func `a table that nobody looked into goes back as it came`() async throws {
  let value: JSONValue = ["map": map, "list": list, "lists": [list, list], "maps": [map, map]]
  #expect(
    try await evaluate("return ...", arguments: value)?.canonicalText() == value.canonicalText())
}

@Test func `nesting is refused at once however deep it lies`() async throws {
  var deep: JSONValue = [:]
  for _ in 0..<120 { deep = ["in": deep] }
  var wide: JSONObject = [:]
  for number in 0...30 { wide["k\(number)"] = deep }
  for value in [deep, ["value": .object(wide)]] as [JSONValue] {
    await #expect(throws: LuaError.self) { _ = try await evaluate("return 1", arguments: value) }
  }
}

@Test func `lists and maps that repeat cross as they are now`() async throws {
  var record: JSONObject = ["list": list, "map": map]
  var answers: [JSONValue] = []
  for round in 0..<6 {
    if round == 3 { record["list"] = .array((list.array ?? []) + ["more"]) }
    if round == 5 { record["map"] = .object(JSONObject([("only", .integer(1))])) }
    answers.append(.object(record))
  }
  var next = 0
  let give = HostFunction("give") { _ in
    next += 1
    return answers[next - 1]
  }
  let seen = try await evaluate(
    "local all = {}; for i = 1, 6 do all[i] = host.give() end; return all", functions: [give])
  #expect(seen?.canonicalText() == JSONValue.array(answers).canonicalText())
}

private func outcome(_ source: String, _ value: JSONValue) async -> String {
  do throws(LuaError) {
    return try await evaluate(source, arguments: value)?.canonicalText() ?? "nil"
  } catch {
    return "\(error.kind): \(error.message) at \(error.line ?? 0)"
  }
}
