import Diagnostics
import Testing

@Test func `a typo finds the name that was meant`() {
  #expect(Suggestion.nearest(to: "sumary", in: ["name", "summary", "version"]) == ["summary"])
  #expect(Suggestion.nearest(to: "Lisobn", in: ["Berlin", "Lisbon"]) == ["Lisbon"])
}

@Test func `nothing near gives no hint`() {
  #expect(Suggestion.hint(for: "zebra", in: ["name", "summary"]) == nil)
}

@Test func `several near names are joined for reading`() {
  #expect(
    Suggestion.hint(for: "bat", in: ["rat", "cat", "zebra"])
      == "did you mean 'cat' or 'rat'?")
}
