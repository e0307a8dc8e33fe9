import JSON
import LuaRuntime
import Testing

@Suite(.serialized) struct HostileTests {
  @Test(arguments: HostileSnippet.all)
  func `a hostile snippet is contained`(snippet: HostileSnippet) async throws {
    let outcome = try await HostileOutcome(of: snippet)
    print(outcome.row(snippet.name))
    #expect(!outcome.text.contains("ESCAPED"), "\(outcome.text)")
    if !snippet.expected.isEmpty {
      #expect(snippet.expected.contains { $0 == outcome.kind }, "\(outcome.kind): \(outcome.text)")
    }
    #expect(outcome.peakMemory <= 32 << 20)
    let victim = "return not EVIL and not leak and type(1) == 'number' and ('x'):rep(2) == 'xx'"
    #expect(try await evaluate(victim) == true, "the next run sees it")
  }

  @Test func `the snippets are there`() {
    #expect(HostileSnippet.all.count > 90)
  }

  /// The faults of Lua 5.4.4 in memory handling need metamethods that cannot be installed, and code
  /// that it compiles wrongly is not run.
  @Test(arguments: [
    ("c06_gc_finalizer_loop", "__gc"), ("c08_gc_memory_at_close", "__gc"),
    ("c09_close_after_kill", "__close"), ("c11_forin_tbc", "non-closable"),
    ("h01_concat_stack_uaf", "__concat"), ("h02_concat_honest_class", "__concat"),
    ("h03_allweak_metatable_uaf", "__mode"), ("f13_stale_register", "compiles wrongly"),
  ])
  func `a snippet against Lua's own faults is refused by name`(
    name: String, text: String
  ) async throws {
    let snippet = try #require(HostileSnippet.all.first { $0.name == name })
    let outcome = try await HostileOutcome(of: snippet)
    #expect(outcome.kind == "error")
    #expect(outcome.text.contains(text), "\(outcome.text)")
  }
}
