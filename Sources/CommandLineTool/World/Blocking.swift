import Dispatch
import Glibc
import Synchronization

/// Runs asynchronous work for a synchronous caller: the entry point, which stays synchronous as an
/// `async` one would cost every start-up.
enum Blocking {
  /// Waits for the work. SIGINT and SIGTERM cancel it; if it does not end soon after, `giveUp` says
  /// the exit code in its place.
  ///
  /// - Parameter patience: How long the work may take to stop after a signal; whole seconds.
  static func run(
    _ interruption: Interruption, patience: Duration, _ work: @escaping @Sendable () async -> Int32,
    orGiveUp giveUp: () -> Int32
  ) -> Int32 {
    let wake = DispatchSemaphore(value: 0)
    let result = Mutex<Int32?>(nil)
    let finish: @Sendable (Int32) -> Void = { code in
      result.withLock { $0 = code }
      wake.signal()
    }
    return withExtendedLifetime(watch(interruption, wake)) {
      let task = Task.detached { finish(await work()) }
      wake.wait()
      if let code = result.withLock(\.self) { return code }
      task.cancel()
      _ = wake.wait(
        timeout: .now() + .milliseconds(Int(patience.components.seconds) * 1000))
      return result.withLock(\.self) ?? giveUp()
    }
  }

  private static func watch(
    _ interruption: Interruption, _ wake: DispatchSemaphore
  ) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        interruption.note(signal: number)
        wake.signal()
      }
      source.activate()
      return source
    }
  }
}
