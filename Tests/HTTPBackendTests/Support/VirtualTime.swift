import HTTPBackend
import HighLevel
import Synchronization

/// Time that goes on only by sleeping in it.
final class VirtualTime: Sendable {
  private let elapsed = Mutex(Duration.zero)
  private let waits = Mutex<[Wait]>([])
  /// Noon of a Monday.
  let start = Timestamp(milliseconds: 1_767_614_400_000)

  var now: Duration { elapsed.withLock(\.self) }
  var told: [Wait] { waits.withLock(\.self) }

  func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }
  func note(_ wait: Wait) { waits.withLock { $0.append(wait) } }

  var source: TimeSource {
    TimeSource(
      now: { self.now }, wall: { self.start.advanced(by: self.now) },
      sleep: { self.advance(by: $0) })
  }
}

/// A configuration in virtual time, without chance.
func virtual(
  _ time: VirtualTime, version: ServiceVersion = .v2, companyId: String? = nil,
  attempts: Int = 4
) -> HTTPConfiguration {
  HTTPConfiguration(
    version: version, companyId: companyId, concurrency: 4,
    retries: RetryPolicy(attempts: attempts, chance: { 1 }), time: time.source,
    onWait: { time.note($0) })
}
