import DaemonStore
import Diagnostics
import HighLevel
import Settings
import Synchronization

/// The companies that are served, by their profiles; each is reached by one client.
final class CompanyShelf: Sendable {
  /// What a server without profiles calls its only company.
  static let usual = "default"

  private let source: SourceOptions
  private let world: World
  private let output: Output
  /// Where limits are shared with other daemons; nil where nobody else works.
  private let shared = Mutex<(any Store)?>(nil)
  private let services = Mutex<[String: (service: LiveService, id: String)]>([:])

  init(_ source: SourceOptions, in world: World, _ output: Output) {
    (self.source, self.world, self.output) = (source, world, output)
  }

  /// The company as it is to be read, or written to.
  func open(_ profile: String, forApply: Bool) async throws(Problem) -> Company {
    let options = options(for: profile)
    if options.mock != nil || options.replay != nil {
      return try await Company.open(options, forApply: forApply, in: world, output)
    }
    let settings = try Settings.load(options.flags, environment: world.environment)
    guard settings.token != nil else {
      return try await Company.open(options, forApply: forApply, in: world, output)
    }
    let (service, id) = try await live(profile, settings)
    return try Company.live(
      service, id: id, options, forApply: forApply, in: world, redact: output.redaction.redacted)
  }

  /// The id of a profile's company; nil when it cannot be found out now.
  func id(of profile: String) async throws(Problem) -> String? {
    do throws(Problem) { return try await open(profile, forApply: false).id } catch {
      // A service that is away now must not keep events out.
      guard error.code == .unavailable else { throw error }
      return nil
    }
  }

  /// Shares the service's limits with all who work on that store.
  func share(_ store: any Store) {
    shared.withLock { $0 = store }
    clear()
  }

  /// Forgets the clients, as their settings may have changed.
  func clear() { services.withLock { $0 = [:] } }

  private func options(for profile: String) -> SourceOptions {
    var options = source
    if profile != Self.usual, options.mock == nil { options.profile = profile }
    return options
  }

  private func live(
    _ profile: String, _ settings: Settings
  ) async throws(Problem) -> (LiveService, String) {
    if let known = services.withLock({ $0[profile] }) { return known }
    let budget = shared.withLock(\.self).map {
      SharedBudget(store: $0, key: "\(settings.baseURL.value) \(profile)")
    }
    let service = try await LiveService(settings, in: world, output, budget: budget)
    let id = try await service.companyId()
    return services.withLock { services in
      // Whoever came first stays: two clients would not know of each other's requests.
      if let known = services[profile] { return known }
      services[profile] = (service, id)
      return (service, id)
    }
  }
}
