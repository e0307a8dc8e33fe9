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
      return Self.response(Reply(.refused(413, "Payload Too Large")))
    }
    let call = Call(
      method: request.method.rawValue, target: request.head.path ?? "/",
      authorization: request.headers[.authorization], version: request.headers[.version],
      contentType: request.headers[.contentType], body: Array(body.readableBytesView),
      isLocal: context.isLocal)
    let reply = front.reply(to: call)
    if let delay = reply.delay { try await Task.sleep(for: delay) }
    if case .nothing = reply.body {
      try await context.channel.close()
      throw CancellationError()
    }
    return Self.response(reply)
  }

  private static func response(_ reply: Reply) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json; charset=utf-8"
    for (name, value) in reply.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let text = if case .json(let body) = reply.body { body.text() } else { "" }
    return Response(
      status: HTTPResponse.Status(code: reply.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
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

extension HTTPField.Name {
  static let version = HTTPField.Name("Version")!
}
