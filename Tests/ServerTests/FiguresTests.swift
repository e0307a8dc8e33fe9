import DaemonStore
import Synchronization
import Testing

@testable import Server

@Suite struct `What is counted` {
  /// Counts how often it was looked at.
  private final class Looks: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  private func remembered(for age: Duration, large: Int) -> Remembered<Int> {
    let looks = Looks()
    return Remembered(for: age, { $0 >= large }) { () throws(StoreError) in looks.next() }
  }

  @Test func `what is small is counted each time`() async throws {
    let figures = remembered(for: .seconds(3600), large: 3)
    #expect(try await figures.value() == 1)
    #expect(try await figures.value() == 2)
    #expect(try await figures.value() == 3)
    #expect(try await figures.value() == 3)
  }

  @Test func `what is large is counted again when its time is over`() async throws {
    let figures = remembered(for: .zero, large: 1)
    #expect(try await figures.value() == 1)
    #expect(try await figures.value() == 2)
  }

  @Test func `a count that failed is not remembered`() async throws {
    let looks = Looks()
    let figures = Remembered<Int>(for: .zero, { _ in true }) { () throws(StoreError) in
      let number = looks.next()
      if number == 2 { throw .unavailable("the disk is full") }
      return number
    }
    #expect(try await figures.value() == 1)
    await #expect(throws: StoreError.self) { try await figures.value() }
    #expect(try await figures.value() == 3)
  }
}
