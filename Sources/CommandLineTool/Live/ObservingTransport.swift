import HTTPBackend
import HighLevel
import Synchronization

/// Passes requests on, no faster than was asked for, and remembers what the last answer said of
/// limits and time.
final class ObservingTransport: HTTPTransport {
  private let inner: any HTTPTransport
  private let time: TimeSource
  /// The time between two requests; nil for no bound.
  private let spacing: Duration?
  private let last = Mutex<HTTPAnswer?>(nil)
  private let next = Mutex(Duration.zero)
  private let budget: SharedBudget?

  /// - Parameters:
  ///   - rate: Requests a second, at most.
  ///   - budget: Shared with other daemons.
  init(
    _ inner: any HTTPTransport, rate: Double? = nil, budget: SharedBudget? = nil,
    time: TimeSource = .system
  ) {
    (self.inner, self.budget, self.time) = (inner, budget, time)
    spacing = rate.map { .seconds(1 / $0) }
  }

  var host: String { inner.host }

  /// A header of the last answer that came.
  func lastHeader(_ name: String) -> String? { last.withLock { $0?.header(name) } }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    try await waitForTurn()
    try await budget?.take()
    var answer = try await inner.send(request)
    if answer.status == 429 { await budget?.hold() }
    let whole = answer
    answer.body = []
    last.withLock { [answer] in $0 = answer }
    return whole
  }

  private func waitForTurn() async throws(TransportFailure) {
    guard let spacing else { return }
    let now = time.now()
    let turn = next.withLock { next in
      let turn = max(next, now)
      next = turn + spacing
      return turn
    }
    guard turn > now else { return }
    do { try await time.sleep(turn - now) } catch {
      throw TransportFailure("The run was stopped.", mayHaveArrived: false, isPermanent: true)
    }
  }
}
