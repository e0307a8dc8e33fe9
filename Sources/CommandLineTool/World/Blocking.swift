import CPosix
import Synchronization

/// Runs asynchronous work for a synchronous caller: the entry point, which stays synchronous as an
/// `async` one would cost every start-up.
enum Blocking {
  /// Waits for the work. SIGINT and SIGTERM cancel it; if it does not end soon after, `giveUp` says
  /// the exit code in its place.
  ///
  /// - Parameter patience: How long the work may take to stop after a signal.
  static func run(
    _ interruption: Interruption, patience: Duration, _ work: @escaping @Sendable () async -> Int32,
    orGiveUp giveUp: () -> Int32
  ) -> Int32 {
    let result = Outcome()
    ghlua_watch_signals()
    let task = Task.detached {
      result.set(await work())
      ghlua_ring()
    }
    var signal: Int32 = 0
    while signal == 0 {
      signal = ghlua_wait_for_ring(-1)
      if let code = result.code { return code }
    }
    interruption.note(signal: signal)
    task.cancel()
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
      _ = ghlua_wait_for_ring(100)
      if let code = result.code { return code }
    }
    return giveUp()
  }
}

/// The exit code, once the work has ended.
private final class Outcome: Sendable {
  private let value = Mutex<Int32?>(nil)
  var code: Int32? { value.withLock(\.self) }
  func set(_ code: Int32) { value.withLock { $0 = code } }
}
