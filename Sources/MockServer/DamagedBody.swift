import HTTPTypes
import Hummingbird
import MockBackend
import NIOCore

/// Answers that something happened to on their way.
extension Fault.Damage {
  /// The answer as it arrives.
  func apply(to response: Response, body: [UInt8], on channel: any Channel) -> Response {
    var result = response
    let half = body.count / 2
    let parts = [Array(body.prefix(half)), Array(body.dropFirst(half))]
    switch self {
    case .cut:
      result.body = ResponseBody(contentLength: body.count) { writer in
        try await writer.write(ByteBuffer(bytes: parts[0]))
        try await channel.close()
        throw CancellationError()
      }
    case .stall(let pause):
      result.body = ResponseBody(contentLength: body.count) { writer in
        try await writer.write(ByteBuffer(bytes: parts[0]))
        try await Task.sleep(for: pause)
        try await writer.write(ByteBuffer(bytes: parts[1]))
        try await writer.finish(nil)
      }
    case .garbage: result.body = ResponseBody(byteBuffer: ByteBuffer(bytes: parts[0]))
    case .page:
      result.status = .badGateway
      result.headers[.contentType] = "text/html"
      result.body = ResponseBody(byteBuffer: ByteBuffer(string: Self.gatewayPage))
    case .wrongType: result.headers[.contentType] = "text/plain"
    case .huge(let size): result.body = Self.spaces(size)
    case .redirect(let address):
      result.status = .found
      result.headers[.location] = address
    }
    return result
  }

  private static let gatewayPage =
    "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"

  /// A body of white space, sent as fast as the other side takes it.
  private static func spaces(_ size: Int) -> ResponseBody {
    ResponseBody(contentLength: size) { writer in
      let chunk = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 16)
      var left = size
      while left > 0 {
        let count = min(left, chunk.readableBytes)
        guard let part = chunk.getSlice(at: 0, length: count) else { return }
        try await writer.write(part)
        left -= count
      }
      try await writer.finish(nil)
    }
  }
}
