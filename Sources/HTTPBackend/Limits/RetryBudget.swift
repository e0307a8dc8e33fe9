import Synchronization

/// How many more tries all requests together may make: each costs one, each success earns a tenth.
final class RetryBudget: Sendable {
  /// In tenths.
  private let most: Int
  private let left: Mutex<Int>

  init(_ tries: Int) {
    most = max(0, tries) * 10
    left = Mutex(most)
  }

  /// Takes one try; false when none is left.
  func take() -> Bool {
    left.withLock { left in
      guard left >= 10 else { return false }
      left -= 10
      return true
    }
  }

  func earn() {
    left.withLock { $0 = min($0 + 1, most) }
  }
}
