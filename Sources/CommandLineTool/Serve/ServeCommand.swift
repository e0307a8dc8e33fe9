import ArgumentParser
import DaemonStore
import Diagnostics
import Engine
import HighLevel
import JSON
import Logging
import Server
import Settings

/// `ghlua serve`
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve webhooks, schedules, the run API and the dashboard.",
    subcommands: [ServeRun.self, ServeBackup.self, ServeUnit.self],
    defaultSubcommand: ServeRun.self)
}

/// `ghlua serve run`, or just `ghlua serve`
struct ServeRun: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Serve until SIGTERM.",
    discussion: """
      What it serves stands in ghlua.toml below [serve], [hooks.NAME], [targets.NAME] and \
      [auto_apply.RECIPE]. When it is ready it prints one JSON line with its 'url'; its log goes to \
      standard error, JSON lines too. SIGHUP reads the settings again; SIGTERM leaves runs at work \
      well and ends within 25 seconds.

      EXAMPLES: ghlua serve                         the profile and the hooks of ghlua.toml
                ghlua serve --mock=company.json     against a saved company
                ghlua serve --port 0 --store serve.db
      """)

  @Option(help: "The address to listen at; 127.0.0.1 unless the settings say otherwise.")
  var host: String?
  @Option(help: "The port; 8722 unless the settings say otherwise, 0 takes one that is free.")
  var port: Int?
  @Option(
    help: ArgumentHelp(
      "Where runs and events are kept: a file, or postgres://….", valueName: "store"))
  var store: String?
  @Option(help: "Runs at work at once.") var places: Int?
  @OptionGroup(title: "The service") var source: SourceFlags
  @OptionGroup var runs: RunsFlags
  @Option(help: "End after this long, like 10m.") var lifetime: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  /// Runs at work are to come to a good end.
  var patience: Duration { .seconds(25) }

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let source = try source.options
    let lifetime = try lifetime.map { text throws(Problem) in try Quantity.time(text, "lifetime") }
    let log = ServeLog(world, output)
    let settings = try Settings.load(source.flags, environment: world.environment)
    let shelf = CompanyShelf(source, in: log.world, log.output)
    let builder = ServeBuilder(world: world, output: output, source: source, shelf: shelf)
    let served = try await builder.settings(from: settings)
    let address = try ServeStore.address(store, settings, world)
    let clockwork = Clockwork(log: log.logger, clock: world.clock)
    let schedules = try await builder.schedules(of: settings, served)
    let store = try await ServeStore.open(address)
    if address.contains("://") { shelf.share(store) }
    let workplace = try ServeWorkplace(
      shelf: shelf, world: log.world, output: log.output, runs: try world.runs(runs.runsDir),
      isShared: address.contains("://"), clockwork: clockwork,
      autoApply: settings.serve.autoApply)
    let server = try await Server.start(store, workplace, served, options(settings, log, world))
    output.print(ready(server, served, isMock: source.mock != nil))
    if served.tokens.isEmpty {
      log.logger.notice("without [serve.tokens.NAME] everybody on this machine may approve plans")
    }
    clockwork.put(schedules, on: store)
    await wait(lifetime) {
      do throws(Problem) {
        let settings = try Settings.load(source.flags, environment: world.environment)
        let served = try await builder.settings(from: settings)
        let schedules = try await builder.schedules(of: settings, served)
        try server.reload(served)
        workplace.put(settings.serve.autoApply)
        clockwork.put(schedules, on: store)
        log.logger.notice("the settings were read again")
      } catch {
        // What served so far goes on as it was.
        log.logger.error(
          "the new settings cannot be used", metadata: ["reason": "\(error.sentence)"])
      }
    }
    log.logger.info("stopping")
    clockwork.stop()
    await Task.detached { await server.stop() }.value
    await store.close()
    return 0
  }

  private func options(_ settings: Settings, _ log: ServeLog, _ world: World) -> Server.Options {
    var options = Server.Options(
      worker: RunWorkerName.make(at: world.clock()), clock: world.clock, log: log.logger)
    options.host = host ?? settings.serve.host?.value ?? options.host
    options.port = port ?? settings.serve.port?.value ?? options.port
    options.places = places ?? settings.serve.places?.value ?? options.places
    return options
  }

  private func ready(
    _ server: RunningServer, _ settings: ServerSettings, isMock: Bool
  ) -> JSONObject {
    [
      "schema": "ghlua.serve/1", "ok": true, "url": .string(server.url),
      "port": .integer(Int64(server.port)),
      "hooks": .strings(settings.hooks.map { "/hooks/\($0.name)" }),
      "profiles": .strings(settings.companies.keys.sorted()), "mock": .bool(isMock),
    ]
  }

  /// Until the time is up or a signal cancels the task, and with it the wait.
  private func wait(_ lifetime: Duration?, onHangup: () async -> Void) async {
    let end = ContinuousClock.now + (lifetime ?? .seconds(1_000_000_000))
    let hangups = Hangups()
    while ContinuousClock.now < end, !Task.isCancelled {
      let left = min(end - ContinuousClock.now, .milliseconds(200))
      if (try? await Task.sleep(for: left)) == nil { return }
      if hangups.take() { await onHangup() }
    }
  }
}

/// The name of this process in the store: another one each time.
enum RunWorkerName {
  static func make(at moment: Timestamp) -> String {
    "\(moment.milliseconds)-\(UInt32.random(in: 0 ... .max))"
  }
}
