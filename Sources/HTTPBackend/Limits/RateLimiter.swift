import HighLevel
import Synchronization

/// Keeps every resource's limit, for any number of tasks at once.
final class RateLimiter: Sendable {
  /// The queue before one resource.
  fileprivate final class Lane: Sendable {
    /// One waits for the limit at a time, the others for their turn: first come, first served.
    let turnstile = Slots(1)
    let pace = Mutex(Pace())
  }

  /// The right to send one request; ends with `comeBack`.
  struct Pass: Sendable {
    fileprivate let lane: Lane
    fileprivate let leftAt: Duration
    /// Whether others wait for what this request's answer says.
    fileprivate let goesAlone: Bool
  }

  private let lanes = Mutex<[String: Lane]>([:])
  private let configuration: HTTPConfiguration

  init(_ configuration: HTTPConfiguration) { self.configuration = configuration }

  /// Waits until a request to that resource may leave.
  ///
  /// Throws when the day's limit is used up, the service wants to be left alone for too long, or
  /// the task is cancelled.
  func pass(to resource: String) async throws(ServiceError) -> Pass {
    let lane = lanes.withLock { lanes in
      if let lane = lanes[resource] { return lane }
      let lane = Lane()
      lanes[resource] = lane
      return lane
    }
    guard await lane.turnstile.enter() else { throw .stopped }
    do throws(ServiceError) {
      let leftAt = try await waitToLeave(lane)
      let goesAlone = !lane.pace.withLock(\.hasLearned)
      if !goesAlone { lane.turnstile.leave() }
      return Pass(lane: lane, leftAt: leftAt, goesAlone: goesAlone)
    } catch {
      lane.turnstile.leave()
      throw error
    }
  }

  /// Takes down what came of a request; without an answer, only that it is over.
  func comeBack(_ pass: Pass, answer: HTTPAnswer?, isDayLimit: Bool) {
    let time = configuration.time
    let wall = time.wall()
    let headers = answer.map { LimitHeaders($0, wall: wall) }
    pass.lane.pace.withLock { pace in
      pace.comeBack(
        leftAt: pass.leftAt, at: time.now(), wall: wall, headers: headers,
        status: answer?.status ?? 0,
        isDayLimit: isDayLimit, policy: configuration.retries)
    }
    if pass.goesAlone { pass.lane.turnstile.leave() }
  }

  private func waitToLeave(_ lane: Lane) async throws(ServiceError) -> Duration {
    let time = configuration.time
    while true {
      let now = time.now()
      let decision = lane.pace.withLock { $0.leave(at: now, wall: time.wall()) }
      switch decision {
      case .go: return now
      case .closed(let until): throw .dayIsOver(lane.pace.withLock(\.dailyLimit), until: until)
      case .wait(let until, let reason):
        guard until - now <= configuration.retries.longestPause else {
          throw .tooMany(until: time.wall().advanced(by: until - now))
        }
        try await configuration.wait(until - now, because: reason)
      }
    }
  }
}

extension HTTPConfiguration {
  /// Says that it waits, and does. Throws when the task is cancelled.
  func wait(_ duration: Duration, because reason: Wait.Reason) async throws(ServiceError) {
    let until = time.wall().advanced(by: duration)
    onWait(Wait(reason: reason, duration: duration, until: until))
    do {
      try await time.sleep(duration)
    } catch {
      throw .stopped
    }
  }
}

extension ServiceError {
  /// The run was stopped while a request waited to be sent.
  static let stopped = ServiceError.noAnswer(
    "The request was not sent, because the run was stopped.")

  static func dayIsOver(_ limit: Int?, until: Timestamp) -> ServiceError {
    ServiceError(
      kind: .dayLimit, status: 429,
      message: "The requests of this day are used up\(limit.map { " (\($0))" } ?? "");"
        + " the count begins anew at \(until).")
  }

  static func tooMany(until: Timestamp) -> ServiceError {
    ServiceError(
      kind: .rateLimited, status: 429,
      message: "The service had too many requests and wants none before \(until).")
  }
}
