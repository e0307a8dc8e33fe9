import Diagnostics
import Engine
import HighLevel
import JSON
import Planning

/// Plans again what moved since a saved plan was made. This runs the recipe, but only to plan: what
/// is then carried out is a plan like any other.
struct Replan {
  /// What came of it.
  struct Result {
    var plan: Plan
    var report: RunReport
    var difference: PlanDifference
  }

  let plan: Plan
  /// The recipe's file or name, where the plan's own name for it does not lead there.
  let recipe: String?
  let company: Company
  /// Where secret arguments are read from again, by their names.
  let secretSources: [String: String]
  let world: World
  let output: Output

  /// The new plan; nil when nothing moved and the old one holds.
  func perform() async throws(Problem) -> Result? {
    guard plan.company == company.id else {
      throw Problem(
        .drift, "the plan is for the company \(plan.company), and this is \(company.id)",
        hint: "choose the profile of that company, or make a plan for this one")
    }
    let drifts: [Drift]
    do throws(ServiceError) {
      drifts = try await plan.drifts(in: company.reader)
    } catch {
      throw Problem(.error, "what moved cannot be found out: \(error.description)")
    }
    if drifts.isEmpty { return nil }
    let report = try await planned(by: try await sameRecipe())
    guard let anew = report.plan else { throw Problem(.bug, "planning again gave no plan") }
    let difference = PlanDifference(from: plan, to: anew)
    if let problem = RowLevel.refusal(of: difference, from: plan, after: drifts) { throw problem }
    let names = LocationNames(company.locationNames)
    output.note(DriftRenderer(output.style, names: names).text(drifts))
    return Result(plan: anew, report: report, difference: difference)
  }

  /// The recipe as it was when the plan was made.
  private func sameRecipe() async throws(Problem) -> Recipe {
    let found = try await RecipeLoader.load(
      try RecipeFinder(world).file(recipe ?? plan.recipe.name))
    guard found.identity.sha256 == plan.recipe.sha256 else {
      throw Problem(
        .drift, "'\(found.file.name)' is not the text that the plan was made from",
        hint: recipe == nil
          ? "name the recipe's file with --recipe, or make the plan anew" : "make the plan anew")
    }
    return found
  }

  private func planned(by recipe: Recipe) async throws(Problem) -> RunReport {
    var arguments = plan.arguments
    for name in arguments.keys where arguments[name].map(Secrets.isIn) == true {
      guard let source = secretSources[name] else {
        throw Problem(
          .refused, "the argument '\(name)' is a secret, and secrets are in no plan file",
          hint: "give it again with --secret \(name)=env:VARIABLE, or make the plan anew")
      }
      arguments[name] = .string(source)
    }
    var report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(named: arguments), source: company.reader,
        sourceName: company.sourceName, company: company.id, now: company.now, input: world.input,
        options: company.rules))
    if let problem = report.problem { throw problem }
    if let plan = report.plan { await company.learnNames(of: plan) }
    report.plan?.names = plan.names
    report.plan?.profile = plan.profile
    return report
  }
}

extension Confirmation {
  /// A plan that is not the one somebody looked at is carried out on a yes of its own only.
  func obtainForChanged(_ difference: PlanDifference) throws(Problem) {
    guard !isGiven, !world.canAsk, !difference.operations.isEmpty else { return }
    throw Problem(
      .confirm, "the plan is not the same any more, and nobody is there to say yes",
      hint: "look at what is different; if it is right, add --yes")
  }
}
