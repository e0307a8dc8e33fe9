import Foundation
import JSON
import LuaRuntime
import Testing

/// scripts/sweep-memory does this in steps of 256 bytes, under the address sanitizer.
private let ceilings =
  Array(stride(from: 8 << 10, to: 128 << 10, by: 2 << 10))
  + stride(from: 128 << 10, through: 4 << 20, by: 256 << 10)

@Test func `a script ends well under every memory ceiling`() async throws {
  let file = try #require(Bundle.module.url(forResource: "representative", withExtension: "lua"))
  let source = try String(contentsOf: file, encoding: .utf8)
  let echo = HostFunction("echo") { call in call[0] }
  let expected = try await evaluate(source, functions: [echo])
  var results = 0
  for ceiling in ceilings {
    do throws(LuaError) {
      let limits = LuaLimits(memory: ceiling)
      let value = try await evaluate(source, limits: limits, functions: [echo])
      #expect(value == expected, "under \(ceiling) bytes")
      results += 1
    } catch {
      #expect(error.limit == .memory, "under \(ceiling) bytes: \(error)")
    }
  }
  #expect((1..<ceilings.count).contains(results))
}
