import CWorker
import Dispatch
import Synchronization

/// Waits for sockets of workers, so that a task that waits for one holds no thread.
///
/// One thread of its own for all, as dispatch's sources cost more than the message that they announce.
@safe
final class Reactor: Sendable {
  enum Event: Sendable { case ready, late, cancelled }

  static let shared = Reactor()

  private struct Wait {
    let continuation: CheckedContinuation<Event, Never>
    let deadline: ContinuousClock.Instant?
  }

  private struct State {
    var waits: [Int32: Wait] = [:]
    /// No deadline is before this moment.
    var next: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let poller: gw_poller

  private init() {
    var poller = gw_poller()
    guard unsafe gw_poller_open(&poller) else { fatalError("the kernel has no epoll") }
    self.poller = poller
    DispatchQueue(label: "ghlua.workers", qos: .userInitiated).async { self.serve() }
  }

  /// Waits until the socket can be read or written, the deadline, or the task's cancellation.
  func wait(
    for socket: Int32, writing: Bool, until deadline: ContinuousClock.Instant?
  ) async -> Event {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        begin(Wait(continuation: continuation, deadline: deadline), socket, writing: writing)
        if Task.isCancelled { end(socket, .cancelled) }
      }
    } onCancel: {
      end(socket, .cancelled)
    }
  }

  private func begin(_ wait: Wait, _ socket: Int32, writing: Bool) {
    let isNext = state.withLock { state in
      state.waits[socket] = wait
      guard let deadline = wait.deadline else { return false }
      if let next = state.next, next <= deadline { return false }
      state.next = deadline
      return true
    }
    let isWatched = unsafe withUnsafePointer(to: poller) { poller in
      if isNext { unsafe gw_poller_wake(poller) }
      return unsafe gw_poller_watch(poller, socket, writing)
    }
    if !isWatched { end(socket, .ready) }  // whoever uses the socket sees what is wrong with it
  }

  private func end(_ socket: Int32, _ event: Event) {
    state.withLock { $0.waits.removeValue(forKey: socket) }?.continuation.resume(returning: event)
  }

  private func serve() {
    let most = 64
    var (poller, sockets) = (self.poller, Array(repeating: Int32(0), count: most))
    while true {
      let count = unsafe gw_poller_wait(&poller, timeout(), &sockets, Int32(most))
      for socket in sockets.prefix(Int(count)) { end(socket, .ready) }
      endLate()
    }
  }

  /// Milliseconds until the next deadline; -1 when there is none.
  private func timeout() -> Int32 {
    guard let next = state.withLock({ $0.next }) else { return -1 }
    let milliseconds = ((next - .now) / .milliseconds(1)).rounded(.up)
    return Int32(min(max(milliseconds, 0), 1e6))
  }

  private func endLate() {
    let now = ContinuousClock.now
    let late = state.withLock { state -> [Wait] in
      guard let next = state.next, next <= now else { return [] }
      let late = state.waits.filter { $0.value.deadline.map { $0 <= now } ?? false }
      for socket in late.keys { state.waits[socket] = nil }
      state.next = state.waits.values.compactMap(\.deadline).min()
      return Array(late.values)
    }
    for wait in late { wait.continuation.resume(returning: .late) }
  }
}
