import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer, up to a size, and remembers whether the request left at all.
final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = HTTPAnswer

  /// The answer is longer than anybody wants.
  struct TooLarge: Error {}

  private struct State {
    var wasSent = false
    var head: HTTPResponseHead?
    var body = ByteBuffer()
  }

  private let sizeLimit: Int
  private let state = Mutex(State())

  init(sizeLimit: Int) { self.sizeLimit = sizeLimit }

  /// Whether the service may have seen the request.
  var wasSent: Bool { state.withLock(\.wasSent) }

  func didSendRequestHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPRequestHead) {
    state.withLock { $0.wasSent = true }
  }

  func didReceiveHead(
    task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= sizeLimit else { return task.eventLoop.makeFailedFuture(TooLarge()) }
    state.withLock { $0.head = head }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<HTTPAnswer>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.body.readableBytes + buffer.readableBytes <= sizeLimit else { return false }
      if state.body.readableBytes == 0 {
        state.body = buffer
      } else {
        state.body.writeImmutableBuffer(buffer)
      }
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(TooLarge())
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer {
    try state.withLock { state in
      guard let head = state.head else { throw HTTPClientError.remoteConnectionClosed }
      return HTTPAnswer(
        status: Int(head.status.code), headers: head.headers.map { HTTPField($0.name, $0.value) },
        body: Array(state.body.readableBytesView))
    }
  }
}
