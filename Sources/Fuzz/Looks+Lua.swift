import JSON
import LuaRuntime

extension Looks {
  /// Any bytes are a tape or an error, for both readers, and what Swift reads it writes so again.
  static func tape(_ bytes: [UInt8]) {
    if let value = try? TapeBytes.value(of: bytes) {
      precondition(isReadBack(value), "\(value) is read back otherwise")
    }
    guard let state = try? LuaState(limits: limits, functions: [], boot: echo) else {
      preconditionFailure("no state")
    }
    guard let value = try? state.call(tape: bytes) else { return }
    let again = try? state.call(tape: TapeBytes.bytes(of: .array([value])))
    precondition(TapeBytes.bytes(of: again) == TapeBytes.bytes(of: value), "\(value)")
  }

  /// Compared as bytes: a tape can hold a name twice, as no table of Lua's does.
  private static func isReadBack(_ value: JSONValue) -> Bool {
    let tape = TapeBytes.bytes(of: value)
    return (try? TapeBytes.value(of: tape)).map { TapeBytes.bytes(of: $0) } == tape
  }

  /// A value comes back from Lua as it went there.
  static func value(_ bytes: [UInt8]) async {
    guard let value = try? JSONValue(parsing: bytes, maximumDepth: 90) else { return }
    do throws(LuaError) {
      let state = try LuaState(limits: limits, functions: [], boot: echo)
      let back = try await state.call(value)
      precondition(back == value, "\(value) comes back as \(String(describing: back))")
    } catch {
      precondition(error.limit == .memory, "\(value): \(error)")
    }
  }

  /// What a host function is given is what the run returns, or both are refused for the same reason.
  static func lua(_ bytes: [UInt8]) async {
    var taken: JSONValue?
    let take = HostFunction("take") { call in
      taken = call[0]
      return call[0]
    }
    let program = JSONValue.array(bytes.prefix(2000).map { .integer(Int64($0)) })
    do throws(LuaError) {
      let state = try LuaState(limits: limits, functions: [take], boot: maker)
      let result = try await state.call(program)
      precondition(result == taken, "\(String(describing: taken)) came as another result")
    } catch {
      precondition(!error.message.isEmpty && error.message != "broken tape", "\(error)")
    }
  }

  private static let limits = LuaLimits(
    memory: 8 << 20, time: .seconds(5), coroutines: 1000, depth: 10_000, chunk: 1 << 16)

  private static let echo = "return function(...) return (...) end"

  /// A machine with a stack, whose instructions are the numbers of a list.
  private static let maker = #"""
    local host = ...
    local nested = setmetatable({}, { __index = function() return {} end, __len = function() return 3 end })
    local make = {
      function() return nil end, function() return true end, function() return false end,
      function(n) return n - 128 end, function(n) return n / 7 end, function() return null end,
      function(n) return ("x"):rep(n) end, function(n) return string.char(n) end,
      function(n) return "é" .. n end, function() return {} end, function() return 0 / 0 end,
      function() return math.huge end, function(n) return math.mininteger + n end,
      function() return print or next end, function() return coroutine.create(next) end,
      function() return nested end, function() return "\0" end, function() return -0.0 end,
    }
    return function(program)
      local stack, at = { {} }, 0
      local function next_byte() at = at + 1 return program[at] end
      for op in next_byte do
        local n, top = next_byte() or 0, stack[#stack]
        local value = make[op % #make + 1](n)
        local kind = op // #make % 7
        if type(top) ~= "table" or top == nested or kind == 0 then
          if value ~= nil then stack[#stack + 1] = value end
        elseif kind == 1 then top[#top + 1] = value
        elseif kind == 2 then top["k" .. n] = value
        elseif kind == 3 then top[#top + 1] = table.remove(stack) or value
        elseif kind == 4 and type(value) ~= "nil" and value == value then top[value] = n
        elseif kind == 5 then top[n] = value
        elseif kind == 6 and #stack > 1 then
          local last = table.remove(stack)
          if type(stack[#stack]) == "table" and stack[#stack] ~= nested then stack[#stack]["m" .. n] = last end
        end
      end
      local value = stack[1]
      local ok, answer = pcall(host.take, value)
      if not ok then error(type(answer) == "table" and answer.message or answer, 0) end
      return value
    end
    """#
}
