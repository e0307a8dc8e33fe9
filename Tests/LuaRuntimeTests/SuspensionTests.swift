import JSON
import LuaRuntime
import Testing

/// Answers its argument after really suspending.
private var later: HostFunction {
  HostFunction(suspending: "later") { call in
    await Task.yield()
    return call[0]
  }
}

@Test func `a waiting call looks like any other to Lua`() async throws {
  let sum = try await evaluate(
    "local n = 0; for i = 1, 10 do n = n + host.later(i) end; return n", functions: [later])
  #expect(sum == 55)
}

@Test func `a wait passes through pcall, coroutines and iterators`() async throws {
  let source = """
    local function numbers()
      return coroutine.wrap(function()
        for i = 1, 3 do coroutine.yield(host.later(i)) end
      end)
    end
    local list = {}
    for n in numbers() do list[#list + 1] = n end
    local ok, value = pcall(host.later, "x")
    local co = coroutine.create(function(a) return host.later(a) .. host.later("!") end)
    local _, text = coroutine.resume(co, "hi")
    return { list, ok, value, text, coroutine.status(co) }
    """
  #expect(
    try await evaluate(source, functions: [later]) == [[1, 2, 3], true, "x", "hi!", "dead"])
}

@Test func `a wait where Lua cannot yield is a clear error`() async {
  for source in [
    "table.sort({3, 2, 1}, function(a, b) return host.later(a) < b end)",
    "string.gsub('abc', '.', function(c) return host.later(c) end)",
    "string.gsub('a', '.', function() coroutine.wrap(function() host.later(1) end)() end)",
  ] {
    let error = await failure(of: source, functions: [later])
    #expect(error?.message.contains("waits for the service") == true, "\(source)")
  }
}

@Test func `a script cannot forge a wait by yielding`() async throws {
  #expect(
    try await evaluate("return { pcall(coroutine.yield, 'later', 1) }")?.array?.first == false)
}

@Test func `many states wait at once`() async throws {
  let total = try await withThrowingTaskGroup(of: Int64.self) { group in
    for index in 0..<200 {
      group.addTask {
        let state = try LuaState(functions: [later], boot: evaluator)
        let value = try await state.call("return host.later(...)", .integer(Int64(index)))
        return value?.integer ?? -1
      }
    }
    return try await group.reduce(0, +)
  }
  #expect(total == 19900)
}
