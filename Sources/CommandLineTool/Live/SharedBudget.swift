import DaemonStore
import HTTPBackend
import HighLevel

/// A rate limit that all daemons of one store share.
///
/// The service counts requests of a token, whatever machine they come from (documented: 100 in 10
/// seconds). Each daemon's own client also reads what the answers say, and slows down by that.
struct SharedBudget: Sendable {
  static let documented = RateBudget(limit: 100, window: .seconds(10))

  let store: any Store
  let key: String

  /// Waits until one more request may be sent. A store that is away stops nobody: the client's own
  /// limiter still holds.
  func take() async throws(TransportFailure) {
    guard let granted = try? await store.reserve(key, 1, of: Self.documented) else { return }
    guard granted.wait > .zero else { return }
    do { try await Task.sleep(for: granted.wait) } catch {
      throw TransportFailure("The run was stopped.", mayHaveArrived: false, isPermanent: true)
    }
  }

  /// The service had enough: nobody sends for a while.
  func hold() async { try? await store.hold(key, for: .seconds(10)) }
}
