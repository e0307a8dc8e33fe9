import JSON
import LuaRuntime

/// A boot chunk whose entry runs the text it is given, with `host` as a global.
let evaluator = """
  local host = ...
  _G.host = host
  return function(source, ...)
    local chunk, problem = load(source, "test")
    if not chunk then error(problem, 0) end
    return chunk(...)
  end
  """

/// Runs a piece of Lua in a fresh state and gives its result.
func evaluate(
  _ source: String, limits: LuaLimits = LuaLimits(), functions: [HostFunction] = [],
  arguments: JSONValue? = nil, in isolation: LuaIsolation = .none
) async throws(LuaError) -> JSONValue? {
  let state = try isolation.run(limits: limits, functions: functions, boot: evaluator)
  return try await state.call(.string(source), arguments)
}

/// What a piece of Lua fails with; nil when it does not.
func failure(
  of source: String, limits: LuaLimits = LuaLimits(), functions: [HostFunction] = [],
  in isolation: LuaIsolation = .none
) async -> LuaError? {
  do throws(LuaError) {
    _ = try await evaluate(source, limits: limits, functions: functions, in: isolation)
    return nil
  } catch { return error }
}
