import CLuaBridge
import CWorker
import Glibc

/// How a worker's life ended before its work was done.
enum WorkerEnd: Error {
  /// It did not answer in time, and was killed.
  case late
  /// The task that waited for it was cancelled, and it was killed.
  case cancelled
  /// Its status, as wait(2) has it.
  case exited(Int32)
  /// The socket was closed, by the worker or because the fork server is gone.
  case closed
  /// None could be had.
  case unavailable(LuaError)
  /// It sent something that its program never sends, and was killed.
  case forged(String)
}

/// One worker process, seen from the host: a socket with messages.
///
/// Used by one task at a time.
@safe
final class Worker: @unchecked Sendable {
  /// How long the thread itself waits for a message before the task gives it up. A call of the host
  /// and its answer take some 20 µs; giving up the thread and getting one again takes as long.
  private static let patience = 50_000

  private let number: UInt32
  private let socket: Int32
  private let server: ForkServer?
  private var inbox = unsafe gw_inbox()
  private var isGone = false

  init(number: UInt32, socket: Int32, server: ForkServer?) {
    self.number = number
    self.socket = socket
    self.server = server
  }

  /// A worker whose socket is closed ends by itself, unless it is at work: then it was killed.
  deinit {
    unsafe gw_discard(&inbox)
    close(socket)
  }

  /// The last message's payload; valid until the next `receive`.
  var payload: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: inbox.bytes, count: inbox.count)
  }

  func kill() {
    if !isGone { server?.kill(number) }
    isGone = true
  }

  func send(
    _ type: Int, _ head: [UInt8], _ body: gl_bytes, until deadline: ContinuousClock.Instant?
  ) async throws(WorkerEnd) {
    var sent = 0
    while true {
      let progress = unsafe head.withUnsafeBufferPointer { head in
        let head = unsafe gl_bytes(bytes: head.baseAddress, count: head.count)
        return unsafe gw_send(socket, CChar(type), head, body, &sent)
      }
      switch progress {
      case GW_DONE: return
      case GW_AGAIN: try await wait(writing: true, until: deadline)
      default: return  // how it ended stands in the socket, for `receive`
      }
    }
  }

  /// Waits for the next message and gives its letter.
  func receive(until deadline: ContinuousClock.Instant?) async throws(WorkerEnd) -> Int {
    while true {
      switch unsafe gw_receive(socket, &inbox) {
      case GW_DONE:
        let type = unsafe Int(inbox.type)
        if type == GW_EXIT {
          isGone = true
          throw .exited(unsafe payload.read(Int32.self) ?? 0)
        }
        return type
      case GW_AGAIN:
        if gw_poll(socket, Self.patience) { continue }
        try await wait(writing: false, until: deadline)
      case GW_CLOSED:
        isGone = true
        throw .closed
      default: throw forged("a broken message")
      }
    }
  }

  func forged(_ what: String) -> WorkerEnd {
    kill()
    return .forged(what)
  }

  private func wait(
    writing: Bool, until deadline: ContinuousClock.Instant?
  ) async throws(WorkerEnd) {
    switch await Reactor.shared.wait(for: socket, writing: writing, until: deadline) {
    case .ready: return
    case .late:
      kill()
      throw .late
    case .cancelled:
      kill()
      throw .cancelled
    }
  }
}
