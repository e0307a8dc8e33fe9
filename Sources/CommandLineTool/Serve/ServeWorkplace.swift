import DaemonStore
import Diagnostics
import Engine
import HighLevel
import JSON
import LuaRuntime
import Planning
import Runs
import Scheduler
import Server
import Settings
import Synchronization

/// Does the runs of `serve`: recipes in worker processes, applies under the company's lock.
final class ServeWorkplace: Workplace {
  let shelf: CompanyShelf
  let world: World
  let output: Output
  let runs: RunStore
  /// Whether other machines may work on the same store.
  let isShared: Bool
  private let autoApply: Mutex<[String: ServeSettings.AutoApply]>
  private let shown = Mutex<[RecipeInfo]?>(nil)
  private let client: WebhookClient
  private let clockwork: Clockwork

  init(
    shelf: CompanyShelf, world: World, output: Output, runs: RunStore, isShared: Bool,
    clockwork: Clockwork,
    autoApply: [String: ServeSettings.AutoApply]
  ) throws(Problem) {
    (self.shelf, self.world, self.output, self.runs) = (shelf, world, output, runs)
    (self.isShared, self.clockwork) = (isShared, clockwork)
    self.autoApply = Mutex(autoApply)
    client = try WebhookClient(world)
  }

  /// How much the plans of a recipe may do without being asked about; nil for nothing.
  func bounds(of recipe: String) -> ServeSettings.AutoApply? {
    autoApply.withLock { $0[recipe] }
  }

  func put(_ bounds: [String: ServeSettings.AutoApply]) {
    autoApply.withLock { $0 = bounds }
    shown.withLock { $0 = nil }
  }

  func recipes() async -> [RecipeInfo] {
    if let known = shown.withLock(\.self) { return known }
    let found = (try? await ShownRecipes.all(world, output))?.map(RecipeInfo.init) ?? []
    shown.withLock { $0 = found }
    return found
  }

  func recipe(_ name: String) async throws(Problem) -> RecipeInfo {
    RecipeInfo(try await load(name))
  }

  /// Reads the recipe as it is now; its own Lua runs in a worker process too.
  func load(_ name: String) async throws(Problem) -> Recipe {
    try await RecipeLoader.load(try RecipeFinder(world).named(name), isolation: .worker(.shared))
  }

  func perform(_ assignment: Assignment, _ reporter: RunReporter) async -> RunOutcome {
    await ping(.start, assignment)
    let outcome = await outcome(of: assignment, reporter)
    if outcome.follow.isEmpty {
      await ping(RunStatus.troubled.contains(outcome.status) ? .fail : .success, assignment)
    }
    return outcome
  }

  private func outcome(of assignment: Assignment, _ reporter: RunReporter) async -> RunOutcome {
    do throws(Problem) {
      switch assignment.run.kind {
      case .plan: return try await PlanWork(assignment, self, reporter).perform()
      case .undo: return try await UndoWork(assignment, self, reporter).perform()
      case .apply, .resume: return try await ApplyWork(assignment, self, reporter).perform()
      }
    } catch {
      return RunOutcome(error)
    }
  }

  func upcoming(limit: Int) async -> [UpcomingRun] { clockwork.upcoming(limit: limit) }

  /// Gives a monitoring service the sign of life that it expects of a schedule.
  private func ping(_ ping: SchedulePing, _ assignment: Assignment) async {
    let run = assignment.run
    guard run.trigger == .schedule, run.kind == .plan || ping != .start,
      let base = clockwork.ping(run.triggerName)
    else { return }
    do throws(Problem) { _ = try await client.post([], headers: [], to: ping.url(base)) } catch {
      output.note("no sign of life could be given for \(run.triggerName): \(error.message)")
    }
  }

  func send(
    _ body: [UInt8], headers: [(name: String, value: String)], to url: String
  ) async throws(Problem) -> Int {
    try await client.post(body, headers: headers, to: url)
  }
}

extension RecipeInfo {
  init(_ recipe: Recipe) {
    self.init(
      name: recipe.file.name.hasSuffix(".lua") ? recipe.name : recipe.file.name,
      version: recipe.version, summary: recipe.summary, events: recipe.events,
      schema: RecipeSchema.schema(of: recipe))
  }
}

extension RunOutcome {
  /// The end of a run that could not do what it was to do.
  init(_ problem: Problem) {
    let status: RunStatus =
      switch problem.code {
      case .refused, .limit, .capability, .confirm: .refused
      case .drift: .drift
      case .resumable: .interrupted
      default: .failed
      }
    self.init(status)
    reason = problem.message
    self.problem = problem.json.text(ascii: true)
  }
}
