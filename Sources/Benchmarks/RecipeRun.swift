import Engine
import HighLevel
import JSON
import LuaRuntime
import MockBackend
import Stdlib

/// Plans recipes against a service.
struct RecipeRun {
  private let source: any ReadBackend
  private let company: String
  private let isolation: LuaIsolation

  init(
    over source: any ReadBackend, company: String = DefaultCompany.id,
    isolation: LuaIsolation = .none
  ) {
    self.source = source
    self.isolation = isolation
    self.company = company
  }

  /// Plans a recipe and gives what it returned.
  ///
  /// - Throws: the run's problem; there is nothing to measure then.
  @discardableResult
  func plan(_ recipe: Recipe, _ arguments: JSONObject) async throws -> JSONValue? {
    let report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(named: arguments), source: source,
        sourceName: "mock", company: company, now: MockClock.start,
        isolation: isolation, input: SystemInput()))
    return try Self.result(of: report)
  }

  @inline(never)
  private static func result(of report: RunReport) throws -> JSONValue? {
    if let problem = report.problem { throw problem }
    return report.result
  }

  /// A plain script in the place of a recipe.
  @discardableResult
  func script(_ source: String, _ arguments: JSONObject) async throws -> JSONValue? {
    try await plan(Self.recipe(source, "script"), arguments)
  }

  static func recipe(_ source: String, _ name: String) async throws -> Recipe {
    try await RecipeLoader.load(
      RecipeFile(
        name: name, displayName: "\(name).lua", source: source, folder: nil, isShipped: true))
  }

  /// A recipe of ten lines, as most are: looks a user up and gives them a phone number.
  static let small = """
    return recipe {
      name    = "give-phone",
      version = "1.0.0",
      summary = "Give a person a phone number",
      params  = { p.user "user" { "Who", arg = 1 } },
      can     = { "users.read", "users.update(phone)" },
      run     = function(args)
        return ghl.users.update(args.user.id, { phone = "+49301234567" }).email
      end,
    }
    """

  /// A recipe of the library.
  static func shipped(_ name: String) async throws -> Recipe {
    try await recipe(Stdlib.source(of: .recipe(name))?.source ?? "", name)
  }
}
