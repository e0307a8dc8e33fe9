public import Diagnostics
public import HighLevel
public import JSON
public import LuaRuntime
import Planning

/// What came of one inline test.
public struct TestResult: Sendable, Hashable {
  public var name: String
  public var line: Int
  /// What did not hold, a sentence each; empty when the test passed. Failed proofs are among it.
  public var failures: [String]
  /// What was expected and what came, where lines side by side say more than a sentence.
  public var differences: [TestDifference] = []
  /// Capabilities that the test's calls needed.
  public var usedCapabilities: Set<String>
  /// Fields that the planned updates write.
  public var writtenFields: Set<String> = []
  /// The lines of the recipe's functions, where they were asked for.
  public var lines: [LuaFileLines] = []
  /// All five, in their order; none where the test could not even begin.
  public var proofs: [Proof] = []

  public var passed: Bool { failures.isEmpty }
}

/// Makes a company from a fixture: `{ company, locations, users, contacts }`, users in the fields
/// that a create takes.
public typealias MakeTestCompany = @Sendable (JSONValue) throws(Problem) -> any TestCompany

/// Runs the inline tests of a recipe: what each expects, and the five proofs. No test can be spared
/// one of them; where a plan changes nothing, there is nothing to prove.
public struct RecipeTester: Sendable {
  private let recipe: Recipe
  private let makeCompany: MakeTestCompany
  private let input: any InputSource
  private let isolation: LuaIsolation
  private let tracesLines: Bool

  /// - Parameters:
  ///   - isolation: Where the tests' runs happen.
  ///   - tracesLines: Whether the results say which lines ran; not in a worker process.
  public init(
    _ recipe: Recipe, input: any InputSource, isolation: LuaIsolation = .none,
    tracesLines: Bool = false, makeCompany: @escaping MakeTestCompany
  ) {
    self.recipe = recipe
    self.input = input
    self.isolation = isolation
    self.tracesLines = tracesLines
    self.makeCompany = makeCompany
  }

  /// Runs one test from its fixture.
  public func run(_ test: RecipeTest) async -> TestResult {
    var result = TestResult(name: test.name, line: test.line, failures: [], usedCapabilities: [])
    do throws(Problem) {
      let fixture = try await Fixture.load(for: test, of: recipe)
      let company = try makeCompany(fixture)
      let before = company.snapshot()
      try inject(test, into: company)
      let report = await plan(test, against: company)
      let expectation = Expectation(test)
      result.failures = expectation.failures(of: report)
      result.differences = expectation.differences(of: report)
      result.usedCapabilities = report.usedCapabilities
      result.writtenFields = (report.plan?.operations ?? []).writtenFields
      result.lines = report.lines
      let isUntouched = company.snapshot() == before
      result.proofs = [
        Proof(
          .planningWritesNothing, failures: isUntouched ? [] : ["planning wrote to the company"])
      ]
      result.failures += await expectation.applyFailures(of: report, on: company)
      result.proofs += try await proofs(of: report, test, from: fixture)
      result.failures += result.proofs.flatMap(\.failures)
    } catch {
      result.failures.append(error.sentence)
    }
    return result
  }

  private func plan(_ test: RecipeTest, against company: any TestCompany) async -> RunReport {
    var request = RunRequest(
      recipe: recipe, arguments: RawArguments(named: test.arguments), source: company,
      sourceName: "mock", company: company.companyId, now: company.now,
      isolation: isolation, event: test.event, input: input)
    request.tracesLines = tracesLines
    return await Runner.plan(request)
  }

  private func inject(_ test: RecipeTest, into company: any TestCompany) throws(Problem) {
    for var fault in test.faults {
      fault["effect"] = fault["effect"] ?? "answer"
      do throws(FieldError) {
        try company.inject(.object(fault))
      } catch {
        throw Problem(
          .recipeInvalid, error.message, hint: error.hint,
          at: Place(recipe.file.displayName, line: test.line), source: recipe.file.line(test.line))
      }
    }
  }

  private func proofs(
    of report: RunReport, _ test: RecipeTest, from fixture: JSONValue
  ) async throws(Problem) -> [Proof] {
    guard let plan = report.plan, !plan.operations.isEmpty else {
      return Proof.Name.allCases.dropFirst().map { Proof($0, .vacuous("the plan changes nothing")) }
    }
    let makeCompany = makeCompany
    let ground = ProvingGround(plan: plan, secrets: report.secrets) { () throws(Problem) in
      try makeCompany(fixture)
    }
    let (second, applied) = try await ground.proveSecondPlan { company in
      await self.plan(test, against: company)
    }
    guard let applied else {
      return [second]
        + Proof.Name.allCases.dropFirst(2).map { Proof($0, .vacuous("the plan cannot be applied")) }
    }
    return [
      second, try await ground.proveUndo(), try await ground.proveResume(toReach: applied),
      try await ground.proveDriftCheck(),
    ]
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
  /// The fields that updates among them write.
  var writtenFields: Set<String> {
    reduce(into: []) { fields, operation in
      if operation.kind == .update { fields.formUnion(operation.request.keys) }
    }
  }

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
