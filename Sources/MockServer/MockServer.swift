public import Diagnostics
import Hummingbird
import Logging
public import MockBackend
import NIOCore

/// The stand-in over HTTP.
public enum MockServer {
  /// Begins to serve; answers once requests are taken.
  public static func start(
    _ service: MockService, _ options: MockServerOptions = MockServerOptions()
  ) async throws(Problem) -> RunningMockServer {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let application = Application(
      responder: Responder(Front(service, options)),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), backlog: 1024),
      onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "mock") { _ in SwiftLogNoOpLogHandler() })
    let task = Task {
      defer { port.finish() }
      try await application.run()
    }
    for await port in ports {
      return RunningMockServer(host: options.host, port: port, task: task)
    }
    throw Problem(
      .error, "cannot listen at \(options.host), port \(options.port)",
      hint: "choose another --port; 0 takes one that is free")
  }
}

/// A stand-in that is being served, until `stop()`.
public struct RunningMockServer: Sendable {
  public let host: String
  public let port: Int
  private let task: Task<Void, any Error>

  init(host: String, port: Int, task: Task<Void, any Error>) {
    (self.host, self.port, self.task) = (host, port, task)
  }

  /// Where clients find it: `http://127.0.0.1:8080`.
  public var url: String {
    let isIPv6 = host.contains(":")
    return "http://\(isIPv6 ? "[\(host)]" : host):\(port)"
  }

  /// Takes no more requests; returns when the last is answered.
  public func stop() async {
    task.cancel()
    _ = await task.result
  }
}
