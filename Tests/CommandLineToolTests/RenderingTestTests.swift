import Testing

@testable import CommandLineTool
@testable import Engine

@Suite struct RenderingTestTests {
  private let results = [
    TestResult(name: "keeps the others", line: 3, failures: [], usedCapabilities: []),
    TestResult(
      name: "moves", line: 30,
      failures: [
        "change 1: /locationIds goes from [\"ber\"] to [\"lis\"], expected from [\"ber\"] to [\"par\"]"
      ], usedCapabilities: []),
  ]

  @Test func `each test has a line, and a failed one its reasons`() {
    let expected = """
      move-user
        ✓ keeps the others
        ✗ moves  move-user.lua:30
            change 1: /locationIds goes from ["ber"] to ["lis"], expected from ["ber"]
            to ["par"]

      onboard
        no tests

      1 passed, 1 failed

      """
    let renderer = TestRenderer(Samples.plain)
    #expect(
      renderer.text([
        TestedRecipe(recipe: Samples.recipe(), results: results),
        TestedRecipe(recipe: Samples.onboarding, results: []),
      ]) == expected)
  }

  @Test func `the last line is green only when nothing failed`() {
    let renderer = TestRenderer(Samples.coloured)
    let good = renderer.text([TestedRecipe(recipe: Samples.recipe(), results: [results[0]])])
    #expect(good.hasSuffix("\n\u{1B}[32m1 passed, 0 failed\u{1B}[0m\n"))
    let bad = renderer.text([TestedRecipe(recipe: Samples.recipe(), results: results)])
    #expect(bad.hasSuffix("\n\u{1B}[31m1 passed, 1 failed\u{1B}[0m\n"))
  }
}
