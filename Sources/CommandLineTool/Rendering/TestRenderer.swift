import Engine

/// What came of inline tests.
struct TestRenderer {
  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  func text(_ results: [(recipe: Recipe, results: [TestResult])]) -> String {
    let blocks = results.map { block($0.recipe, $0.results) }
    return (blocks + [summary(results.flatMap(\.results))]).joined(separator: "\n")
  }

  private func block(_ recipe: Recipe, _ results: [TestResult]) -> String {
    let heading = style.bold(recipe.name.printable) + "\n"
    if results.isEmpty { return heading + style.dim("  no tests") + "\n" }
    return heading + results.map { line($0, in: recipe.file.displayName) }.joined()
  }

  private func line(_ result: TestResult, in file: String) -> String {
    let name = result.name.printable
    if result.passed { return "  \(style.green("✓")) \(name)\n" }
    let place = style.dim("\(file.printable):\(result.line)")
    return "  \(style.red("✗")) \(style.bold(name))  \(place)\n"
      + result.failures.map { style.hanging("      ", $0) }.joined()
  }

  private func summary(_ results: [TestResult]) -> String {
    let passed = results.count(where: \.passed)
    let failed = results.count - passed
    let text = "\(passed.grouped) passed, \(failed.grouped) failed"
    return (failed == 0 ? style.green(text) : style.red(text)) + "\n"
  }
}
