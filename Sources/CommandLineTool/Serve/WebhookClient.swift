import Diagnostics
import HTTPBackend
import HighLevel
import JSON
import Synchronization

/// Sends webhooks, and gets the keys of issuers; one client for each host.
final class WebhookClient: Sendable {
  private let world: World
  private let transports = Mutex<[String: NetworkTransport]>([:])

  init(_ world: World) throws(Problem) { self.world = world }

  /// Sends a body; the status of the answer.
  func post(
    _ body: [UInt8], headers: [(name: String, value: String)], to url: String
  ) async throws(Problem) -> Int {
    let (base, path) = Self.parts(of: url)
    let request = HTTPRequest(
      .post, path,
      headers: headers.map { HTTPField($0.name, $0.value) } + [Self.agent], body: body)
    return try await send(request, to: base).status
  }

  /// What stands at an address.
  func json(at url: String) async throws(Problem) -> JSONValue {
    let (base, path) = Self.parts(of: url)
    let answer = try await send(
      HTTPRequest(.get, path, headers: [HTTPField("Accept", "application/json"), Self.agent]),
      to: base)
    guard answer.status == 200, let value = try? JSONValue(parsing: answer.body) else {
      throw Problem(.unavailable, "\(url) did not answer with JSON")
    }
    return value
  }

  private static let agent = HTTPField("User-Agent", "ghlua/\(productVersion)")

  private func send(_ request: HTTPRequest, to base: String) async throws(Problem) -> HTTPAnswer {
    let transport = try transport(base)
    do throws(TransportFailure) { return try await transport.send(request) } catch {
      throw Problem(.unavailable, error.message)
    }
  }

  private func transport(_ base: String) throws(Problem) -> NetworkTransport {
    if let known = transports.withLock({ $0[base] }) { return known }
    let made = try NetworkTransport(
      NetworkTransport.Settings(
        baseURL: base, silenceTimeout: .seconds(15), wholeTimeout: .seconds(20),
        sizeLimit: 1 << 20, caFile: world.variable("SSL_CERT_FILE"),
        proxy: try Proxy.named(by: world.environment, for: base)))
    return transports.withLock { transports in
      let known = transports[base] ?? made
      transports[base] = known
      return known
    }
  }

  /// Scheme and host, and all behind them.
  private static func parts(of url: String) -> (base: String, path: String) {
    guard let colon = url.firstRange(of: "://") else { return (url, "/") }
    let rest = url[colon.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest.dropFirst(host.count)
    return (String(url[..<host.endIndex]), path.isEmpty ? "/" : String(path))
  }
}
