public import DaemonStore
public import Diagnostics
public import HighLevel
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import Synchronization

/// A server: webhooks in and out, the run API, the dashboard, and the workers behind them.
public enum Server {
  /// How a server is started; what may change while it serves is in `ServerSettings`.
  public struct Options: Sendable {
    public var host = "127.0.0.1"
    /// 0 takes a free one.
    public var port = 8722
    /// How many runs are at work at once.
    public var places = 16
    /// This worker's name in the store; another one for every process.
    public var worker: String
    public var clock: @Sendable () -> Timestamp
    public var log: Logger

    public init(worker: String, clock: @escaping @Sendable () -> Timestamp, log: Logger) {
      (self.worker, self.clock, self.log) = (worker, clock, log)
    }
  }

  /// Begins to serve; answers once requests are taken.
  public static func start(
    _ store: any Store, _ workplace: any Workplace, _ settings: ServerSettings, _ options: Options
  ) async throws(Problem) -> RunningServer {
    try check(settings, options)
    let (work, news) = (Bell(), Bell())
    let meters = Meters()
    let front = Front(
      store, workplace, rooms(settings, options.host, options.port), work: work, news: news,
      meters: meters, log: options.log, clock: options.clock)
    let running = RunningServer(front: front, options: options)
    let port = try await running.listen(responder: Door(front))
    front.put(rooms(settings, options.host, port))
    running.begin(store, workplace, work: work, news: news, meters: meters)
    return running
  }

  /// Loopback unless told otherwise, and then only with a token.
  static func check(_ settings: ServerSettings, _ options: Options) throws(Problem) {
    guard settings.tokens.isEmpty, !isLoopback(options.host) else { return }
    throw Problem(
      .usage, "'\(options.host)' can be reached from other machines, and there is no token",
      hint:
        "add [serve.tokens.NAME] with a role and token_file or token_env, or listen at 127.0.0.1")
  }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  static func rooms(_ settings: ServerSettings, _ host: String, _ port: Int) -> Front.Rooms {
    Front.Rooms(
      settings: settings,
      names: HostCheck(HostCheck.names(listening: host, port: port, also: settings.hosts)),
      access: Access(settings.tokens, isSecure: settings.isSecure),
      hooks: Dictionary(settings.hooks.map { ($0.name, $0) }) { first, _ in first })
  }
}

/// A server that serves, until `stop()`.
public final class RunningServer: Sendable {
  private static let connections = 4096

  private let front: Front
  private let options: Server.Options
  private let state = Mutex(State())

  private struct State {
    var port = 0
    var isLeaving = false
    var listening: Task<Void, any Error>?
    var work: [Task<Void, Never>] = []
  }

  init(front: Front, options: Server.Options) { (self.front, self.options) = (front, options) }

  public var port: Int { state.withLock(\.port) }

  /// Where clients find it: `http://127.0.0.1:8722`.
  public var url: String {
    let host = options.host
    return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  /// Puts other settings in place; runs at work go on.
  public func reload(_ settings: ServerSettings) throws(Problem) {
    try Server.check(settings, options)
    front.put(Server.rooms(settings, options.host, port))
  }

  func listen(responder: Door) async throws(Problem) -> Int {
    let (ports, found) = AsyncStream<Int>.makeStream()
    var configuration = ApplicationConfiguration(
      address: .hostname(options.host, port: options.port), backlog: 1024,
      availableConnectionsDelegate: MaximumAvailableConnections(Self.connections))
    configuration.serverName = nil
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 20 << 10, maxHeaderListSize: 40 << 10, maxHeaderFieldCount: 100))),
      configuration: configuration,
      onServerRunning: { found.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "http") { _ in SwiftLogNoOpLogHandler() })
    let task = Task {
      defer { found.finish() }
      try await application.run()
    }
    for await port in ports {
      state.withLock { ($0.port, $0.listening) = (port, task) }
      return port
    }
    throw Problem(
      .error, "cannot listen at \(options.host), port \(options.port)",
      hint: "choose another --port; 0 takes one that is free")
  }

  func begin(
    _ store: any Store, _ workplace: any Workplace, work: Bell, news: Bell, meters: Meters
  ) {
    let (front, options) = (front, options)
    let settings: @Sendable () -> ServerSettings = { front.current.settings }
    let shop = Workshop(
      store: store, workplace: workplace, worker: options.worker, places: options.places,
      settings: settings, clock: options.clock,
      isLeaving: { [weak self] in self?.state.withLock(\.isLeaving) ?? true }, bell: work,
      news: news, meters: meters, log: options.log)
    let courier = Courier(
      store: store, workplace: workplace, worker: options.worker, settings: settings,
      clock: options.clock, bell: news, meters: meters, log: options.log)
    let keeper = Upkeep(store: store, settings: settings, log: options.log)
    let tasks = [
      Task { await shop.run() }, Task { await courier.run() }, Task { await keeper.run() },
    ]
    state.withLock { $0.work = tasks }
  }

  /// Takes no more runs, leaves those at work well, and answers what was asked. Ends within 25
  /// seconds, whatever happens.
  public func stop() async {
    let (tasks, listening) = state.withLock { state in
      state.isLeaving = true
      return (state.work, state.listening)
    }
    front.feed.close()
    for task in tasks { task.cancel() }
    await Self.wait(.seconds(20)) { for task in tasks { await task.value } }
    listening?.cancel()
    await Self.wait(.seconds(3)) { _ = await listening?.result }
  }

  /// Waits for something that does not heed a cancellation, for that long at most.
  private static func wait(
    _ longest: Duration, for work: @escaping @Sendable () async -> Void
  ) async {
    let (ends, end) = AsyncStream<Void>.makeStream()
    Task {
      await work()
      end.finish()
    }
    let timer = Task {
      try? await Task.sleep(for: longest)
      end.finish()
    }
    for await _ in ends {}
    timer.cancel()
  }
}

/// Removes what is old.
private struct Upkeep: Sendable {
  let store: any Store
  let settings: @Sendable () -> ServerSettings
  let log: Logger

  func run() async {
    while (try? await Task.sleep(for: .seconds(600))) != nil {
      do throws(StoreError) {
        var removed = 0
        repeat {
          removed = try await store.prune(settings().retention, limit: 500)
        } while removed > 0 && !Task.isCancelled
      } catch {
        log.error("old runs could not be removed", metadata: ["reason": "\(error)"])
      }
    }
  }
}
