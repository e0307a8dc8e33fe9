public import Diagnostics
import HighLevel
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
public import MockBackend
import NIOCore
import NIOSSL

/// The stand-in over HTTP.
public enum MockServer {
  /// Begins to serve; answers once requests are taken.
  public static func start(
    _ service: MockService, _ options: MockServerOptions = MockServerOptions()
  ) async throws(Problem) -> RunningMockServer {
    let encryption = try options.certificate?.configuration()
    var journal: MockJournal?
    if let file = options.stateFile {
      // Whole once, so that the changes that follow have something to stand on.
      try MockFile.save(service.state, to: file)
      let changes = try MockJournal(of: file)
      service.observe { changes.append($0) }
      journal = changes
    }
    let front = Front(service, options, journal: journal)
    var besides: [Task<Void, Never>] = []
    if let target = options.webhooks {
      let webhooks = Webhooks(target, of: service)
      besides.append(Task { await webhooks.run() })
    }
    if case .running(let clock) = options.clock {
      besides.append(Task { await tick(service, clock) })
    }
    let (ports, port) = AsyncStream<Int>.makeStream()
    let application = Application(
      responder: Responder(front), server: try channel(encryption),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), backlog: 1024),
      onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "mock") { _ in SwiftLogNoOpLogHandler() })
    let task = Task {
      defer { port.finish() }
      try await application.run()
    }
    for await port in ports {
      return RunningMockServer(front: front, port: port, task: task, besides: besides)
    }
    for task in besides { task.cancel() }
    throw Problem(
      .error, "cannot listen at \(options.host), port \(options.port)",
      hint: "choose another --port; 0 takes one that is free")
  }

  /// How connections are spoken on, encrypted or not.
  private static func channel(
    _ encryption: TLSConfiguration?
  ) throws(Problem) -> HTTPServerBuilder {
    guard let encryption else { return .http1() }
    do { return try .tls(tlsConfiguration: encryption) } catch {
      throw CertificateFiles.unusable
    }
  }

  /// Lets queued deletes fall due while nobody asks.
  private static func tick(
    _ service: MockService, _ clock: @Sendable () -> Timestamp
  ) async {
    while (try? await Task.sleep(for: .milliseconds(250))) != nil { service.catchUp(to: clock()) }
  }
}

/// A stand-in that is being served, until `stop()`.
public struct RunningMockServer: Sendable {
  private let front: Front
  public let port: Int
  private let task: Task<Void, any Error>
  private let besides: [Task<Void, Never>]

  init(front: Front, port: Int, task: Task<Void, any Error>, besides: [Task<Void, Never>]) {
    (self.front, self.port, self.task, self.besides) = (front, port, task, besides)
  }

  /// Where clients find it: `http://127.0.0.1:8080`.
  public var url: String {
    let host = front.options.host
    let scheme = front.options.certificate == nil ? "http" : "https"
    return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  /// How long nobody has called.
  public var idleTime: Duration { ContinuousClock.now - front.counts.last }

  /// Takes no more requests, waits until the last is answered, and saves the company as a whole.
  public func stop() async throws(Problem) {
    task.cancel()
    for task in besides { task.cancel() }
    _ = await task.result
    if let file = front.options.stateFile { try MockFile.save(front.service.state, to: file) }
  }
}
