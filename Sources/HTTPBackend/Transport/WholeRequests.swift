import NIOCore
import NIOHTTP1

/// Lets a request leave in one piece: the library sends its head before its body, which would be two
/// system calls here, two packets on the way and two looks over there.
final class WholeRequests: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  /// Whether a head was written whose end was not.
  private var isOpen = false

  /// Adds one to a connection of the library's, on the connection's event loop.
  static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
      try pipeline.addHandler(WholeRequests(), position: .after(encoder))
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { isOpen = false } else { isOpen = true }
    context.write(data, promise: promise)
  }

  func flush(context: ChannelHandlerContext) {
    // A long body makes the channel full, and then the library waits for room before it goes on.
    guard isOpen, context.channel.isWritable else { return context.flush() }
  }
}
