import ArgumentParser
import Diagnostics
import Files
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import MockServer

/// `ghlua mock serve`
struct MockServe: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a company over HTTP, as the service would.",
    discussion: """
      When it is ready it prints one JSON line with its 'url'. It serves until SIGTERM or SIGINT. \
      Any token that begins with 'pit-' is good, unless the saved company lists it otherwise.
      """)

  @Option(help: "The port; 0 takes one that is free.") var port: Int = 0
  @Option(help: "The address to listen at.") var host: String = "127.0.0.1"
  @Option(help: "Keep the company in this file; made when it is not there.") var state: String?
  @Option(help: "The id of the company, where one is made.") var company: String?
  @Option(help: "Rate limits: documented, pit or none.") var profile: Profile = .documented
  @Option(help: "Time: running, or still until /_mock/clock moves it.") var clock: ClockChoice =
    .running
  @Option(help: "How long a queued delete takes, like 3m.") var deleteDelay: String = "3m"
  @Option(help: "Send webhooks to this http address.") var webhooks: String?
  @Option(help: "Trouble as JSON, as for /_mock/faults; repeatable.") var fault: [String] = []
  @Option(
    help: ArgumentHelp("Serve https with this certificate, a PEM file.", valueName: "file"))
  var tlsCertificate: String?
  @Option(help: ArgumentHelp("The key of that certificate, a PEM file.", valueName: "file"))
  var tlsKey: String?
  @Option(help: "End after this long, like 10m.") var lifetime: String?
  @Option(help: "End when nobody called for this long.") var idle: String?
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

  enum ClockChoice: String, ExpressibleByArgument, CaseIterable { case running, still }

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    guard (0...65_535).contains(port) else {
      throw Problem(
        .usage, "--port \(port) is no port", hint: "one is from 1 to 65535; 0 takes a free one")
    }
    let lifetime = try time(lifetime, "lifetime")
    let idle = try time(idle, "idle")
    var options = MockServerOptions(
      host: host, port: port, limits: profile.limits,
      clock: clock == .running ? .running(world.clock) : .still, stateFile: state)
    options.certificate = try certificate()
    if let webhooks { options.webhooks = try WebhookTarget(url: webhooks) }
    // Before the file is read: what is read must still hold when it is written.
    let lock = try state.map { file throws(Problem) in try FileLock(file) }
    let service = MockService(
      try company(in: state),
      options: MockOptions(
        deleteDelay: try Quantity.time(deleteDelay, "delete-delay"),
        otherCompanyIds: [DefaultCompany.otherId]))
    for text in fault { service.inject(try Self.fault(text)) }
    let server = try await MockServer.start(service, options)
    output.print(ready(server, service))
    await wait(for: server, lifetime: lifetime ?? .seconds(1_000_000_000), idle: idle)
    try await server.stop()
    withExtendedLifetime(lock) {}
    return 0
  }

  private func ready(_ server: RunningMockServer, _ service: MockService) -> JSONObject {
    [
      "schema": "ghlua.mock/1", "ok": true, "url": .string(server.url),
      "port": .integer(Int64(server.port)), "company": .string(service.companyId),
      "profile": .string(profile.rawValue), "state": state.map { .string($0) } ?? .null,
      "webhooks": webhooks.map { .string($0) } ?? .null,
      "webhook_public_key": .string(WebhookKey.publicKey),
    ]
  }

  /// Until the time is up or a signal cancels the task, and with it the sleep.
  private func wait(
    for server: RunningMockServer, lifetime: Duration, idle: Duration?
  ) async {
    let end = ContinuousClock.now + lifetime
    while ContinuousClock.now < end {
      let idleLeft = idle.map { $0 - server.idleTime }
      if let idleLeft, idleLeft <= .zero { return }
      let left = min(end - ContinuousClock.now, idleLeft ?? lifetime)
      if (try? await Task.sleep(for: left)) == nil { return }
    }
  }

  private func company(in file: String?) throws(Problem) -> MockState {
    if let file, FileManager.default.fileExists(atPath: file) {
      let found = try MockFile.load(file)
      guard company == nil || company == found.companyId else {
        throw Problem(
          .usage, "'\(file)' holds the company \(found.companyId), not \(company ?? "")",
          hint: "leave --company out, or name another file")
      }
      return found
    }
    guard let company else { return DefaultCompany.state }
    return DefaultCompany.state.renamed(company)
  }

  private func certificate() throws(Problem) -> CertificateFiles? {
    switch (tlsCertificate, tlsKey) {
    case (nil, nil): return nil
    case (let chain?, let key?): return CertificateFiles(chain: chain, key: key)
    default:
      throw Problem(
        .usage, "--tls-certificate and --tls-key belong together", hint: "give both, or none")
    }
  }

  private func time(_ text: String?, _ option: String) throws(Problem) -> Duration? {
    guard let text else { return nil }
    return try Quantity.time(text, option)
  }

  private static func fault(_ text: String) throws(Problem) -> Fault {
    do { return try Fault(json: JSONValue(parsing: text)) } catch {
      let reason = (error as? MockStateError)?.message ?? "it is no JSON"
      throw Problem(
        .usage, "--fault cannot be used: \(reason)",
        hint: #"write it like {"effect":"answer","status":503,"times":2}"#)
    }
  }
}
