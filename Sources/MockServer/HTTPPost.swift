import NIOCore
import NIOHTTP1
import NIOPosix

/// An `http` address in its parts.
struct HTTPAddress: Sendable, Hashable {
  var host: String
  var port: Int
  /// Path and query, never empty.
  var target: String

  /// Nil for anything but `http://host[:port][/…]`.
  init?(_ text: String) {
    guard text.hasPrefix("http://") else { return nil }
    let rest = text.dropFirst(7)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    target = String(rest.dropFirst(authority.count))
    if !target.hasPrefix("/") { target = "/" + target }
    let colon = authority.hasSuffix("]") ? nil : authority.lastIndex(of: ":")
    host = String(authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" })
    let digits = colon.map { String(authority[authority.index(after: $0)...]) } ?? "80"
    guard let port = Int(digits), (1...65_535).contains(port), !host.isEmpty else { return nil }
    self.port = port
  }
}

/// The one request that the stand-in itself makes; a connection each.
enum HTTPPost {
  /// Sends a body; the status of the answer. Gives up after 10 seconds.
  static func send(
    _ body: [UInt8], headers: [(String, String)], to address: HTTPAddress
  ) async throws -> Int {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(10))
      .connect(host: address.host, port: address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
            wrappingChannelSynchronously: channel)
        }
      }
    let timeout = channel.channel.eventLoop.scheduleTask(in: .seconds(10)) {
      channel.channel.close(promise: nil)
    }
    defer { timeout.cancel() }
    var fields = HTTPHeaders(headers)
    fields.add(name: "Host", value: "\(address.host):\(address.port)")
    fields.add(name: "Content-Length", value: String(body.count))
    fields.add(name: "Connection", value: "close")
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: address.target, headers: fields)
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(.head(head))
      try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
      try await outbound.write(.end(nil))
      var status = 0
      for try await part in inbound {
        if case .head(let head) = part { status = Int(head.status.code) }
        if case .end = part { break }
      }
      return status
    }
  }
}
