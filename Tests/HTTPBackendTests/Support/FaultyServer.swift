import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A small HTTP server on loopback that writes whatever bytes it is told to, so that answers can be
/// slow, cut, endless or wrong in ways no real server offers.
final class FaultyServer: Sendable {
  typealias Respond = @Sendable (Seen) -> [Step]

  private let channel: any Channel
  let isSecure: Bool

  /// - Parameter certificate: the name of a pair of files in Certificates; nil speaks plain HTTP.
  static func start(
    certificate: String? = nil, _ respond: @escaping Respond
  ) async throws -> FaultyServer {
    let log = Log()
    let context = try certificate.map(tls)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let number = log.connections.withLock { count in
            count += 1
            return count
          }
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
          try pipeline.addHandler(
            ScriptHandler(number) { seen in
              log.seen.withLock { $0.append(seen) }
              return respond(seen)
            })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return FaultyServer(channel, log, isSecure: certificate != nil)
  }

  private final class Log: Sendable {
    let seen = Mutex<[Seen]>([])
    let connections = Mutex(0)
  }

  private let log: Log

  private init(_ channel: any Channel, _ log: Log, isSecure: Bool) {
    self.channel = channel
    self.log = log
    self.isSecure = isSecure
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var url: String { "\(isSecure ? "https" : "http")://localhost:\(port)" }
  /// All requests so far, in the order they were whole.
  var seen: [Seen] { log.seen.withLock(\.self) }

  func stop() async { try? await channel.close() }

  static func certificateFile(_ name: String) -> String {
    Bundle.module.path(forResource: name, ofType: "pem", inDirectory: "Certificates") ?? ""
  }

  private static func tls(_ name: String) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile(certificateFile(name))
    let key = try NIOSSLPrivateKey(file: certificateFile("\(name).key"), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
  }
}

/// Runs a server for as long as the body needs it.
func withServer<Value>(
  certificate: String? = nil, _ respond: @escaping FaultyServer.Respond,
  _ body: (FaultyServer) async throws -> Value
) async throws -> Value {
  let server = try await FaultyServer.start(certificate: certificate, respond)
  do {
    let value = try await body(server)
    await server.stop()
    return value
  } catch {
    await server.stop()
    throw error
  }
}

/// One connection: gathers a request, then plays its script.
private final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let number: Int
  private let respond: FaultyServer.Respond
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(_ number: Int, _ respond: @escaping FaultyServer.Respond) {
    self.number = number
    self.respond = respond
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(let part): body.writeImmutableBuffer(part)
    case .end:
      guard let head else { return }
      play(respond(seen(head))[...], on: context.channel)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func seen(_ head: HTTPRequestHead) -> Seen {
    let parts = head.uri.split(separator: "?", maxSplits: 1)
    let query = parts.count < 2 ? [] : parts[1].split(separator: "&")
    func decoded(_ text: Substring) -> String { text.removingPercentEncoding ?? "" }
    return Seen(
      method: head.method.rawValue, path: decoded(parts.first ?? ""),
      query: query.map { field in
        let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (decoded(pair[0]), pair.count > 1 ? decoded(pair[1]) : "")
      },
      headers: Dictionary(
        head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
      body: String(buffer: body), connection: number)
  }

  private func play(_ steps: ArraySlice<Step>, on channel: any Channel) {
    guard channel.isActive, let step = steps.first else { return }
    let rest = steps.dropFirst()
    switch step {
    case .bytes(let text):
      channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
      play(rest, on: channel)
    case .pause(let duration):
      let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
      let nanoseconds = duration.components.attoseconds / 1_000_000_000
      channel.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) {
        handler.value.play(rest, on: channel)
      }
    case .flood(let count):
      let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
      let chunk = ByteBuffer(repeating: 0x20, count: min(count, 1 << 16))
      channel.writeAndFlush(chunk).whenSuccess {
        let left = count - chunk.readableBytes
        handler.value.play(left > 0 ? [.flood(left)] + rest : rest, on: channel)
      }
    case .close: channel.close(promise: nil)
    case .reset:
      guard let socket = channel as? any SocketOptionProvider else {
        return channel.close(promise: nil)
      }
      socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
        channel.close(promise: nil)
      }
    }
  }
}
