import Engine

/// What came of inline tests.
struct TestRenderer {
  private let style: TextStyle
  private let showsProofs: Bool

  /// - Parameter showsProofs: Whether each proof has a line too.
  init(_ style: TextStyle, showsProofs: Bool = false) {
    (self.style, self.showsProofs) = (style, showsProofs)
  }

  func text(_ results: [TestedRecipe]) -> String {
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
    let proofs = showsProofs ? result.proofs.map(line).joined() : ""
    if result.passed { return "  \(style.green("✓")) \(name)\n" + proofs }
    let place = style.dim("\(file.printable):\(result.line)")
    let failures = result.failures.map { style.hanging("      ", $0) }.joined()
    let differences = result.differences.map(lines).joined()
    return "  \(style.red("✗")) \(style.bold(name))  \(place)\n" + failures + differences + proofs
  }

  /// What was expected beside what came, line by line, as a test would write both.
  private func lines(of difference: TestDifference) -> String {
    let head = "      \(difference.what): \(style.red("- expected")) \(style.green("+ came"))\n"
    return head
      + LineDifference(from: difference.expected, to: difference.found).lines.map { line in
        let text = "\(line.sign.rawValue) \(line.text.printable)"
        switch line.sign {
        case .same: return "        \(style.dim(text))\n"
        case .removed: return "        \(style.red(text))\n"
        case .added: return "        \(style.green(text))\n"
        }
      }.joined()
  }

  private func line(_ proof: Proof) -> String {
    switch proof.outcome {
    case .held: "      \(style.green("✓")) \(proof.name.rawValue)\n"
    case .failed: "      \(style.red("✗")) \(proof.name.rawValue)\n"
    case .vacuous(let why):
      style.hanging("      · ", "\(proof.name.rawValue): \(why)", lead: style.dim)
    }
  }

  private func summary(_ results: [TestResult]) -> String {
    let passed = results.count(where: \.passed)
    let failed = results.count - passed
    let text = "\(passed.grouped) passed, \(failed.grouped) failed"
    return (failed == 0 ? style.green(text) : style.red(text)) + "\n"
  }
}
