public import HighLevel

/// The stand-in's time: it stands still until somebody moves it, and it is part of the saved state.
public struct MockClock: Sendable, Hashable {
  public var now: Timestamp

  /// Starts at noon of a Monday in January 2026 (UTC) unless told otherwise.
  public init(now: Timestamp = MockClock.start) { self.now = now }

  /// 2026-01-05T12:00:00.000Z.
  public static let start = Timestamp(milliseconds: 1_767_614_400_000)

  /// Moves the time on (or back, by a negative duration).
  public mutating func advance(by duration: Duration) { now = now.advanced(by: duration) }
}
