import HTTPTypes
import HighLevel
import Hummingbird
import NIOCore

/// Where requests enter: from the library's types to ours and back.
struct Door: HTTPResponder {
  /// How long a body may take; a sender that drips bytes gives up its connection.
  static let patience: Duration = .seconds(10)

  private let front: Front

  init(_ front: Front) { self.front = front }

  func respond(to request: Hummingbird.Request, context: Connection) async throws -> Response {
    var ask = Ask(
      method: request.method.rawValue, target: request.head.path ?? "/",
      headers: request.headers.map { ($0.name.canonicalName, $0.value) },
      host: request.head.authority, isLocal: context.isLocal, received: front.clock())
    let limit = front.largestBody(of: ask)
    switch await Self.body(of: request, upTo: limit) {
    case .whole(let bytes): ask.body = bytes
    case .tooLarge: return Self.response(front.tooLarge(limit), closing: true)
    case .tooSlow: return Self.response(front.tooSlow, closing: true)
    }
    let isHead = ask.method == "HEAD"
    if isHead { ask.method = "GET" }
    let response = Self.response(await front.answer(ask), closing: false)
    return isHead ? response.createHeadResponse() : response
  }

  private enum Body: Sendable {
    case whole([UInt8])
    case tooLarge, tooSlow
  }

  private static func body(of request: Hummingbird.Request, upTo limit: Int) async -> Body {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }) {
      if length == 0 { return .whole([]) }
      if length > limit { return .tooLarge }
    } else if request.headers[.transferEncoding] == nil {
      return .whole([])
    }
    let body = request.body
    return await withTaskGroup(of: Body.self) { group in
      group.addTask {
        do { return .whole(Array(try await body.collect(upTo: limit).readableBytesView)) } catch {
          return error is NIOTooManyBytesError ? .tooLarge : .tooSlow
        }
      }
      group.addTask {
        try? await Task.sleep(for: patience)
        return .tooSlow
      }
      let first = await group.next() ?? .tooSlow
      group.cancelAll()
      return first
    }
  }

  private static func response(_ answer: Answer, closing: Bool) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = answer.type
    for (name, value) in answer.headers + fixedHeaders {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    if closing { headers[.connection] = "close" }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers, body: body(answer.body))
  }

  private static func body(_ body: Answer.Body) -> ResponseBody {
    switch body {
    case .text(let text): ResponseBody(byteBuffer: ByteBuffer(string: text))
    case .stream(let stream):
      ResponseBody { writer in
        let (parts, sink) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(64))
        let producer = Task {
          try await stream { sink.yield($0) }
          sink.finish()
        }
        defer { producer.cancel() }
        for await part in parts { try await writer.write(ByteBuffer(string: part)) }
        try await writer.finish(nil)
      }
    }
  }

  /// Nothing of ghlua's may be framed, guessed at, kept by others, or load from elsewhere.
  private static let fixedHeaders: [(String, String)] = [
    ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"), ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
      "content-security-policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
  ]
}

/// The connection that a request came by.
struct Connection: InitializableFromSource {
  private let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }

  /// Whether the other side is this machine.
  var isLocal: Bool {
    guard let address = channel.remoteAddress?.ipAddress else { return false }
    return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
  }
}
