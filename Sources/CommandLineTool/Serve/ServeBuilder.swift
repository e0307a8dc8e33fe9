import Cron
import DaemonStore
import Diagnostics
import Engine
import HTTPBackend
import HighLevel
import JSON
import LuaRuntime
import Planning
import Scheduler
import Server
import Settings
import Tokens
import Webhooks

/// Makes what a server is told out of the settings: secrets are read, recipes are looked at.
struct ServeBuilder {
  let world: World
  let output: Output
  let source: SourceOptions
  let shelf: CompanyShelf

  func settings(from settings: Settings) async throws(Problem) -> ServerSettings {
    let serve = settings.serve
    shelf.clear()
    var result = ServerSettings()
    (result.hosts, result.isSecure) = (serve.hosts, serve.isSecure)
    result.retention = Self.retention(serve)
    for token in serve.tokens {
      result.tokens.append(try self.token(token, settings))
    }
    let usual = source.mock != nil ? CompanyShelf.usual : settings.profile?.value
    let profiles = serve.profiles.isEmpty ? [usual ?? CompanyShelf.usual] : serve.profiles
    for profile in profiles {
      result.companies[profile] = try await shelf.id(of: profile) ?? "profile \(profile)"
    }
    result.profile = profiles[0]
    for hook in serve.hooks {
      result.hooks.append(
        try await self.hook(hook, settings, companies: result.companies, usual: result.profile))
    }
    for target in serve.targets {
      let secret = try target.secret.map { source throws(Problem) in
        try StandardWebhook.Secret(try text(source, settings))
      }
      result.targets.append(
        ServerSettings.Target(
          name: target.name, url: target.url, events: target.events, secret: secret))
    }
    try await check(serve.autoApply)
    return result
  }

  /// The schedules, each with its company.
  func schedules(
    of settings: Settings, _ served: ServerSettings
  ) async throws(Problem) -> [ScheduleDefinition] {
    let zones = ZoneDatabase()
    var definitions: [ScheduleDefinition] = []
    for schedule in settings.schedules {
      let profile = schedule.profile ?? served.profile
      guard let company = served.companies[profile] else {
        throw Problem(
          .inputInvalid,
          "the schedule '\(schedule.name)' is for the profile '\(profile)', which is not served",
          hint: "add it to 'profiles' below [serve]", at: schedule.place)
      }
      let recipe = try await recipe(schedule.recipe, at: schedule.place)
      definitions.append(
        try ScheduleDefinition(
          schedule, zones: zones, profile: profile, company: company,
          deletes: recipe.can.contains { $0.hasPrefix("users.delete") }))
    }
    return definitions
  }

  private static func retention(_ serve: ServeSettings) -> Retention {
    var retention = Retention()
    if let days = serve.keepDays { retention.keep = .seconds(days.value * 86_400) }
    if let days = serve.keepTroubledDays { retention.keepTroubled = .seconds(days.value * 86_400) }
    retention.maxRuns = serve.keepRuns?.value
    return retention
  }

  private func token(
    _ token: ServeSettings.Token, _ settings: Settings
  ) throws(Problem) -> AccessToken {
    let secret = try text(token.secret, settings)
    guard secret.utf8.count >= AccessToken.shortest else {
      throw Problem(
        .inputInvalid,
        "the token '\(token.name)' is shorter than \(AccessToken.shortest) characters",
        hint: "make one: head -c 24 /dev/urandom | base64", at: token.place)
    }
    return AccessToken(name: token.name, role: Role(rawValue: token.role) ?? .read, secret: secret)
  }

  /// The text of a secret, which no log may show.
  func text(_ source: SecretSource, _ settings: Settings) throws(Problem) -> String {
    let text = try TokenOpener(settings, world, output.redaction).secret(source)
      .trimmingPrefix { $0.isWhitespace }
    let secret = String(text.reversed().drop { $0.isWhitespace }.reversed())
    output.redaction.learn(secret, as: "secret")
    return secret
  }

  /// A name that no recipe has would silently never apply anything.
  private func check(_ autoApply: [String: ServeSettings.AutoApply]) async throws(Problem) {
    for (name, bounds) in autoApply { _ = try await recipe(name, at: bounds.place) }
  }

  func recipe(_ name: String, at place: Place) async throws(Problem) -> Recipe {
    do throws(Problem) {
      return try await RecipeLoader.load(
        try RecipeFinder(world).named(name), isolation: .worker(.shared))
    } catch {
      var problem = error
      problem.place = problem.place ?? place
      throw problem
    }
  }
}

extension RecipeFinder {
  /// The recipe of that name. A name that came from elsewhere is never taken for a path.
  func named(_ name: String) throws(Problem) -> RecipeFile {
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        || $0 == 0x2D || $0 == 0x5F
    }
    guard isPlain, (1...100).contains(name.utf8.count) else {
      throw Problem(
        .recipeNotFound, "there is no recipe of that name",
        hint: "recipes are called by name here, not by path")
    }
    return try file(name)
  }
}
