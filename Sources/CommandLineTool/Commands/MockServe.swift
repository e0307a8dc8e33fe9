import ArgumentParser
import Diagnostics
import JSON
import MockBackend
import MockServer

/// `ghlua mock serve`
struct MockServe: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a company over HTTP, as the service would.",
    discussion: """
      When it is ready it prints one JSON line with its 'url'. It serves until SIGTERM or SIGINT. \
      Any token that begins with 'pit-' is good.
      """)

  @Option(help: "The port; 0 takes one that is free.") var port: Int = 0
  @Option(help: "The address to listen at.") var host: String = "127.0.0.1"
  @Option(help: "Rate limits: documented, pit or none.") var profile: Profile = .documented
  @Option(help: "End after this long, like 30s or 10m.") var lifetime: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  enum Profile: String, ExpressibleByArgument, CaseIterable {
    case documented, pit, none

    var limits: RateLimits? {
      switch self {
      case .documented: .documented
      case .pit: .pit
      case .none: nil
      }
    }
  }

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let lifetime = try lifetime.map { text throws(Problem) in
      try Quantity.time(text, "lifetime")
    }
    let service = MockService(
      options: MockOptions(otherCompanyIds: [DefaultCompany.otherId]))
    let server = try await MockServer.start(
      service,
      MockServerOptions(
        host: host, port: port, limits: profile.limits, clock: .running(world.clock)))
    output.print([
      "schema": "ghlua.mock/1", "ok": true, "url": .string(server.url),
      "company": .string(service.companyId),
    ])
    // A signal cancels the task, and with it the wait.
    try? await Task.sleep(for: lifetime ?? .seconds(100 * 365 * 86_400))
    await server.stop()
    return 0
  }
}
