import Synchronization

/// Counts what several tasks do together.
final class Counter: Sendable {
  private let value = Mutex(0)

  /// Counts from 1.
  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }
}
