import DaemonStore

/// What the store counts. Counting takes long where there is much, and a page is to be there at once:
/// then all who look within a second share one look.
struct Figures: Sendable {
  /// Of so many runs and events a count is remembered.
  static let many = 5000

  let counts: Remembered<[RunStatus: Int]>
  let statistics: Remembered<StoreStatistics>

  init(_ store: any Store) {
    counts = Remembered({ $0.values.reduce(0, +) >= Self.many }) { () throws(StoreError) in
      try await store.counts()
    }
    statistics = Remembered({ $0.runs.values.reduce($0.events, +) >= Self.many }) {
      () throws(StoreError) in
      try await store.statistics()
    }
  }
}

/// A value of the store; one that is large is good for a second.
actor Remembered<Value: Sendable> {
  private let age: Duration
  private let isLarge: @Sendable (Value) -> Bool
  private let look: @Sendable () async throws(StoreError) -> Value
  private var known: (value: Value, at: ContinuousClock.Instant)?
  private var looking: Task<Result<Value, StoreError>, Never>?

  init(
    for age: Duration = .seconds(1), _ isLarge: @escaping @Sendable (Value) -> Bool,
    look: @escaping @Sendable () async throws(StoreError) -> Value
  ) {
    (self.age, self.isLarge, self.look) = (age, isLarge, look)
  }

  func value() async throws(StoreError) -> Value {
    guard let known, isLarge(known.value) else { return try await seen() }
    if ContinuousClock.now - known.at < age { return known.value }
    if let looking { return try await looking.value.get() }
    let task = Task { () async -> Result<Value, StoreError> in
      do throws(StoreError) { return .success(try await self.seen()) } catch {
        return .failure(error)
      }
    }
    looking = task
    defer { looking = nil }
    return try await task.value.get()
  }

  private func seen() async throws(StoreError) -> Value {
    let value = try await look()
    known = (value, .now)
    return value
  }
}
