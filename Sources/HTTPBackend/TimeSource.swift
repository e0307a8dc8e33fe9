import FoundationEssentials
public import HighLevel

/// The time that waiting goes by; tests bring their own.
public struct TimeSource: Sendable {
  /// Time since any fixed moment; never goes back.
  public var now: @Sendable () -> Duration
  /// What clocks on the wall show.
  public var wall: @Sendable () -> Timestamp
  /// Returns after that long; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void

  public init(
    now: @escaping @Sendable () -> Duration, wall: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.wall = wall
    self.sleep = sleep
  }

  /// The real one.
  public static let system: TimeSource = {
    let start = ContinuousClock.now
    return TimeSource(
      now: { ContinuousClock.now - start },
      wall: {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
      },
      sleep: { try await Task.sleep(for: $0) })
  }()
}
