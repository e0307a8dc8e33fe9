import Engine

/// What came of inline tests as JUnit's XML, which build servers read.
///
/// A suite for each recipe; a case for what each test expects and one for each of its proofs. The
/// form is that of https://github.com/testmoapp/junitxml.
struct JUnitReport {
  private struct Case {
    var name: String
    var line: Int
    var failures: [String]
    /// Why there was nothing to prove.
    var skipped: String?
  }

  private let suites: [(recipe: Recipe, cases: [Case])]

  init(_ results: [TestedRecipe]) {
    suites = results.map { ($0.recipe, $0.results.flatMap(Self.cases)) }
  }

  var text: String {
    let all = suites.flatMap(\.cases)
    let body = suites.map(suite).joined(separator: "\n")
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="ghlua test" \(counts(all))>
      \(body)
      </testsuites>

      """
  }

  private static func cases(of result: TestResult) -> [Case] {
    let ofProofs = Set(result.proofs.flatMap(\.failures))
    let expected = Case(
      name: result.name, line: result.line,
      failures: result.failures.filter { !ofProofs.contains($0) }
        + result.differences.flatMap { difference in
          result.passed
            ? []
            : ["expected \(difference.what): \(difference.expected)", "came: \(difference.found)"]
        })
    return [expected]
      + result.proofs.map { proof in
        var item = Case(
          name: "\(result.name): \(proof.name.rawValue)", line: result.line,
          failures: proof.failures)
        if case .vacuous(let why) = proof.outcome { item.skipped = why }
        return item
      }
  }

  private func suite(_ suite: (recipe: Recipe, cases: [Case])) -> String {
    let cases = suite.cases.map { text($0, of: suite.recipe) }.joined(separator: "\n")
    return """
      <testsuite name="\(suite.recipe.name.escaped)" \(counts(suite.cases))>
      \(cases)
      </testsuite>
      """
  }

  private func text(_ item: Case, of recipe: Recipe) -> String {
    let head =
      "<testcase name=\"\(item.name.escaped)\" classname=\"\(recipe.name.escaped)\""
      + " file=\"\(recipe.file.name.escaped)\" line=\"\(item.line)\""
    if let why = item.skipped { return "\(head)><skipped message=\"\(why.escaped)\"/></testcase>" }
    guard let first = item.failures.first else { return "\(head)/>" }
    let all = item.failures.joined(separator: "\n").escaped
    return "\(head)><failure message=\"\(first.escaped)\">\(all)</failure></testcase>"
  }

  private func counts(_ cases: [Case]) -> String {
    let failed = cases.count { !$0.failures.isEmpty }
    let skipped = cases.count { $0.skipped != nil }
    return "tests=\"\(cases.count)\" failures=\"\(failed)\" skipped=\"\(skipped)\" errors=\"0\""
  }
}

extension String {
  /// The text as XML 1.0 takes it, inside of quotes too; what XML cannot hold is left out.
  fileprivate var escaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
