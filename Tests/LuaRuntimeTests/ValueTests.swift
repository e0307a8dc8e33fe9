import JSON
import LuaRuntime
import Testing

@Test(
  arguments: [
    .null, true, false, 0, -1, .integer(.max), .integer(.min), 0.5, 1e300, "", "Łódź 🏙", [],
    [1, [2]],
    ["a": 1, "b": ["c": []]], ["empty": [], "null": .null],
  ] as [JSONValue])
func `a value comes back from Lua as it went in`(value: JSONValue) async throws {
  #expect(try await evaluate("return ...", arguments: value) == value)
}

@Test func `an integer stays an integer and a float a float`() async throws {
  #expect(
    try await evaluate("return {2^53 // 1 | 0, 1.0, 3 // 1}") == [9_007_199_254_740_992, 1.0, 3])
}

@Test func `nil is absent and null is null`() async throws {
  #expect(try await evaluate("return nil") == nil)
  #expect(try await evaluate("return null") == .null)
  #expect(try await evaluate("return { a = nil, b = null }") == ["b": .null])
}

@Test func `an emptied list stays a list`() async throws {
  #expect(try await evaluate("local t = ...; t[1] = nil; return t", arguments: ["x"]) == [])
}

@Test(arguments: [
  ("return { a = { print or next } }", "a[1]: a function is no data"),
  ("return { 1, nil, 3, x = 2 }", "a list with holes or with named fields"),
  ("local t = {}; t.self = t; return t", "nested too deeply"),
  ("return { [1.5] = true }", "a number as a field's name"),
  ("return { name = '\\xff' }", "name: not valid UTF-8"),
  ("return { rate = 0/0 }", "rate: not a finite number"),
])
func `what is no data is refused with its path`(source: String, text: String) async {
  let error = await failure(of: source)
  #expect(error?.message.contains(text) == true, "\(String(describing: error?.message))")
}

/// Lua's own order depends on addresses; a run in the worker has others.
@Test func `of several members that are no data, the first in the order of pairs is named`() async {
  let names = (1...40).map { "member_\($0)" }
  let fields = names.map { "\($0) = print or next" }.joined(separator: ", ")
  let first = "member_1: a function is no data"
  for _ in 1...3 {
    let error = await failure(of: "return { \(fields) }")
    #expect(error?.message.contains(first) == true, "\(String(describing: error?.message))")
  }
  let texts = names.reversed().map { "\($0) = '\\xff'" }.joined(separator: ", ")
  let error = await failure(of: "return { deep = { \(texts) }, last = '\\xff' }")
  #expect(
    error?.message.contains("deep.member_1: not valid UTF-8") == true,
    "\(String(describing: error?.message))")
}

/// Reading a value once more begins its tape anew: two such would be too large.
@Test func `what is no data behind much that is, is named`() async {
  let source = """
    local text, list = ("x"):rep(1 << 20), {}
    for i = 1, 40 do list[i] = text end
    return { list, print or next }
    """
  let error = await failure(of: source)
  #expect(
    error?.message.contains("[2]: a function is no data") == true,
    "\(String(describing: error?.message))")
}

@Test func `a host function takes and gives values`() async throws {
  let add = HostFunction("add") { call in
    .integer((call[0]?.integer ?? 0) + (call[1]?.integer ?? 0))
  }
  #expect(try await evaluate("return host.add(2, 3)", functions: [add]) == 5)
}

@Test func `an error of a host function is an object with its fields`() async throws {
  let refuse = HostFunction("refuse") { _ throws(LuaError) in
    throw LuaError(kind: "not-found", message: "no such user", fields: ["status": 401])
  }
  let seen = try await evaluate(
    "local ok, e = pcall(host.refuse); return { ok, e.kind, e.status, tostring(e) }",
    functions: [refuse])
  #expect(seen == [false, "not-found", 401, "no such user"])
  let error = await failure(of: "host.refuse()", functions: [refuse])
  #expect(error?.kind == "not-found")
  #expect(error?.fields["status"] == 401)
}

/// The host names the fields of a record that are known later in such a member; a recipe's own data
/// may hold anything under that name.
@Test(
  arguments: [
    5, "x", true, .null, 1.5, [], [1], ["a", "b"], [["a"]], ["a": "b"], ["~later": 5],
  ] as [JSONValue])
func `a member with the host's name for later fields does no harm`(value: JSONValue) async throws {
  let echo = HostFunction("echo") { call in call[0] }
  let named = HostFunction(suspending: "named", namesLater: true) { call in call[0] }
  let source = """
    local value = ...
    for _, data in ipairs { { ["~later"] = value }, { { ["~later"] = value, x = 1 } } } do
      local back = host.named(data)
      pcall(function() return back.a, back[1].a end)
      for _ in pairs(back) do end
      host.named(back)
    end
    return host.echo({ ["~later"] = value })
    """
  let back = try await evaluate(source, functions: [echo, named], arguments: value)
  #expect(back == ["~later": value])
}

@Test(arguments: [
  ("{}", "the error is a table without a message"),
  ("{ 1 }", "the error is a table without a message"),
  ("{ message = 'why' }", "why"), ("42", "42"), ("nil", "the error is nil"), ("true", "true"),
  ("setmetatable({}, { __index = error })", "the error is a table without a message"),
])
func `an error is told in words whatever was raised`(value: String, message: String) async {
  #expect(await failure(of: "error(\(value))")?.message == message)
}
