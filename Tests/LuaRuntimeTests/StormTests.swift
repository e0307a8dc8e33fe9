import JSON
import LuaRuntime
import Testing

/// The snippet `s01_storm` finds every function a script can reach, iterators and tables that are
/// filled late among them, and calls them with odd values; here with many seeds.
struct StormTests {
  @Test(arguments: 1...40)
  func `no call of any function with any values breaks out`(seed: Int) async throws {
    let storm = try #require(HostileSnippet.all.first { $0.name == "s01_storm" })
    let echo = HostFunction("echo") { call throws(LuaError) in call[0] }
    let boot = """
      _G.host, _G.ro = ..., setmetatable({}, { __metatable = false, __newindex = error })
      return function(source) return assert(load(source, "storm"))() end
      """
    var limits = HostileOutcome.limits
    limits.time = .seconds(5)
    let state = try LuaState(limits: limits, functions: [echo], boot: boot)
    do throws(LuaError) {
      let result = try await state.call(.string("SEED, N = \(seed), 5000\n\(storm.source)"))
      #expect("\(result ?? .null)".contains("SAFE"))
    } catch {
      #expect(error.limit != nil, "\(error.message)")
    }
    #expect(state.peakMemory <= 32 << 20)
  }
}
