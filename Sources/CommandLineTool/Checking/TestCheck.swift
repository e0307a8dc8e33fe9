import Engine
import HighLevel
import LuaRuntime
import LuaSyntax

/// What a recipe's tests say, and what they leave out.
struct TestCheck {
  let input: any InputSource
  let isolation: LuaIsolation

  func findings(of recipe: Recipe, _ inspection: Inspection) async -> [Finding] {
    guard recipe.isDeclared else {
      return [
        inspection.finding(
          .noHeader, "a plain script: it has no header that says what it takes and what it may do",
          at: nil)
      ]
    }
    guard !recipe.tests.isEmpty else {
      return [inspection.finding(.noTests, "it has no tests", at: nil)]
    }
    let results = await RecipeTester.results(of: recipe, input: input, isolation: isolation)
    let failed = results.filter { !$0.passed }.map { result in
      inspection.finding(
        .failingTest, "the test '\(result.name)' fails",
        at: inspection.file.firstWord(of: result.line))
    }
    return failed + untested(recipe, results, inspection)
  }

  /// Declared capabilities that no test needs, and fields of updates that no test writes.
  private func untested(
    _ recipe: Recipe, _ results: [TestResult], _ inspection: Inspection
  ) -> [Finding] {
    let coverage = CapabilityCoverage(of: recipe, results)
    let items = inspection.list("can")
    return coverage.entries.compactMap { entry in
      let place = items.first { $0.text == entry.text }?.place
      guard entry.isUsed else {
        return inspection.finding(
          .untestedCapability, "no test makes use of \"\(entry.text)\"", at: place)
      }
      guard let first = entry.unwritten.first else { return nil }
      let fields = entry.unwritten.count == 1 ? first : entry.unwritten.joined(separator: ", ")
      return inspection.finding(
        .untestedCapability, "no test writes \(fields), which \"\(entry.text)\" allows", at: place)
    }
  }
}
