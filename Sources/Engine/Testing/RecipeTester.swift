public import Diagnostics
public import HighLevel
public import JSON
public import LuaRuntime
import Planning

/// What came of one inline test.
public struct TestResult: Sendable, Hashable {
  public var name: String
  public var line: Int
  /// What did not hold, a sentence each; empty when the test passed.
  public var failures: [String]
  /// Capabilities that the test's calls needed.
  public var usedCapabilities: Set<String>

  public var passed: Bool { failures.isEmpty }
}

/// Makes a company from a fixture: `{ company, locations, users, contacts }`, users in the fields
/// that a create takes.
public typealias MakeTestCompany = @Sendable (JSONValue) throws(Problem) -> any TestCompany

/// Runs the inline tests of a recipe.
///
/// Every test also proves, for free, that planning wrote nothing, that the plan can be applied, and
/// that planning again afterwards finds nothing to do.
public struct RecipeTester: Sendable {
  private let recipe: Recipe
  private let makeCompany: MakeTestCompany
  private let input: any InputSource
  private let isolation: LuaIsolation

  /// - Parameter isolation: Where the tests' runs happen.
  public init(
    _ recipe: Recipe, input: any InputSource, isolation: LuaIsolation = .none,
    makeCompany: @escaping MakeTestCompany
  ) {
    self.recipe = recipe
    self.input = input
    self.isolation = isolation
    self.makeCompany = makeCompany
  }

  /// Runs one test from its fixture.
  public func run(_ test: RecipeTest) async -> TestResult {
    var result = TestResult(name: test.name, line: test.line, failures: [], usedCapabilities: [])
    do throws(Problem) {
      let company = try makeCompany(try await Fixture.load(for: test, of: recipe))
      let before = company.snapshot()
      let report = await plan(test, against: company)
      result.failures = Expectation(test).failures(of: report)
      if company.snapshot() != before { result.failures.append("planning wrote to the company") }
      if let plan = report.plan {
        result.usedCapabilities = Set(plan.operations.map(\.name))
        result.failures += await prove(plan, report, test, on: company)
      }
    } catch {
      result.failures.append(error.sentence)
    }
    return result
  }

  private func plan(_ test: RecipeTest, against company: any TestCompany) async -> RunReport {
    await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(named: test.arguments), source: company,
        sourceName: "mock", company: company.companyId, now: company.now,
        isolation: isolation, event: test.event, input: input))
  }

  /// Applies the plan and plans again.
  private func prove(
    _ plan: Plan, _ report: RunReport, _ test: RecipeTest, on company: any TestCompany
  ) async -> [String] {
    guard !plan.operations.isEmpty else { return [] }
    let applied = await Applier(to: company, secrets: report.secrets).apply(
      plan, company: company.companyId, now: company.now)
    guard applied.status == .applied else {
      let problem = applied.problem?.sentence ?? "status \(applied.status.rawValue)"
      return ["the plan cannot be applied: \(problem)"]
    }
    company.settle()
    let again = await self.plan(test, against: company)
    // After a delete the argument names nobody any more; that is as good as nothing to do.
    let isGone = plan.summary.delete > 0 && again.problem?.code == .argumentsInvalid
    if let problem = again.problem, !isGone {
      return ["planning again after applying fails: \(problem.sentence)"]
    }
    let rest = again.plan?.operations ?? []
    return rest.isEmpty
      ? [] : ["planning again after applying still finds \(rest.count) changes: \(rest.brief)"]
  }
}

extension Problem {
  /// Message and hint in one line.
  public var sentence: String {
    let all = ([self] + others).map { problem in
      problem.hint.map { "\(problem.message) (\($0))" } ?? problem.message
    }
    return all.joined(separator: "; ")
  }
}

extension [PlannedOperation] {
  /// The operations in one line, for messages.
  var brief: String {
    map { operation in
      let fields = operation.diff.map { change in
        "\(change.path) \(change.before?.text() ?? "nothing") -> \(change.after?.text() ?? "nothing")"
      }
      return "\(operation.kind.rawValue) \(operation.label)"
        + (fields.isEmpty ? "" : " (\(fields.joined(separator: ", ")))")
    }.joined(separator: "; ")
  }
}
