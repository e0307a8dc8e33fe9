import Synchronization

/// Whether somebody asked the process to stop, and how.
final class Interruption: Sendable {
  private let number = Mutex<Int32?>(nil)

  /// The number of the signal; nil as long as nobody asked.
  var signal: Int32? { number.withLock(\.self) }

  /// 128 and the signal's number, as shells have it; nil as long as nobody asked.
  var exitCode: Int32? { signal.map { 128 + $0 } }

  /// The first one counts.
  func note(signal: Int32) { number.withLock { $0 = $0 ?? signal } }
}
