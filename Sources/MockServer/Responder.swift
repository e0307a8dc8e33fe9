import HTTPTypes
import Hummingbird
import JSON
import MockBackend
import NIOCore

/// Where requests enter: from the library's types to ours and back.
struct Responder: HTTPResponder {
  private let front: Front

  init(_ front: Front) { self.front = front }

  func respond(to request: Hummingbird.Request, context: Connection) async throws -> Response {
    let body: ByteBuffer
    do { body = try await request.body.collect(upTo: front.options.largestBody) } catch {
      return Self.response(front.tooLarge, on: context.channel)
    }
    // As the service's framework does: the answer of GET without its body.
    let isHead = request.method == .head
    let call = Call(
      method: isHead ? "GET" : request.method.rawValue, target: request.head.path ?? "/",
      authorization: request.headers[.authorization],
      version: request.headers.first { $0.name.canonicalName == "version" }?.value,
      body: Array(body.readableBytesView), isLocal: context.isLocal)
    let reply = front.reply(to: call)
    if let delay = reply.delay { try await Task.sleep(for: delay) }
    guard case .json = reply.body else {
      try await context.channel.close()
      throw CancellationError()
    }
    let response = Self.response(reply, on: context.channel)
    return isHead ? response.createHeadResponse() : response
  }

  private static func response(_ reply: Reply, on channel: any Channel) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json; charset=utf-8"
    for (name, value) in reply.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let bytes = if case .json(let body) = reply.body { body.utf8() } else { [UInt8]() }
    let response = Response(
      status: HTTPResponse.Status(code: reply.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    return reply.damage?.apply(to: response, body: bytes, on: channel) ?? response
  }
}

/// The connection that a request came by.
struct Connection: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }

  /// Whether the other side is this machine.
  var isLocal: Bool {
    guard let address = channel.remoteAddress?.ipAddress else { return false }
    return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
  }
}
