/// Work that is done so many times, so many at once.
enum Lanes {
  /// Each time gets its number, from 1.
  static func run(
    _ count: Int, atOnce: Int, _ work: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    let started = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<atOnce {
        group.addTask {
          while true {
            let number = started.next()
            guard number <= count else { return }
            try await work(number)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
