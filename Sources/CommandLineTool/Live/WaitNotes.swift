import HTTPBackend
import HighLevel
import Synchronization

/// Tells people what the client waits for, and until when.
final class WaitNotes: Sendable {
  /// Between two lines where there is no terminal: a log must not fill up.
  private static let pause = Duration.seconds(5)

  private let output: Output
  private let isTerminal: Bool
  private let nextLine = Mutex(Duration.zero)
  private let start = ContinuousClock.now

  init(_ output: Output, isTerminal: Bool) {
    (self.output, self.isTerminal) = (output, isTerminal)
  }

  func note(_ wait: Wait) {
    guard wait.duration >= .seconds(1), !output.quiet else { return }
    if isTerminal {
      output.statusLine.show(wait: Self.text(wait), for: wait.duration)
      return
    }
    let now = ContinuousClock.now - start
    let isTime = nextLine.withLock { next in
      guard now >= next else { return false }
      next = now + Self.pause
      return true
    }
    if isTime { output.note(Self.text(wait)) }
  }

  static func text(_ wait: Wait) -> String {
    let seconds = wait.duration.components.seconds
    let until = wait.until.description.dropFirst(11).prefix(8)
    return "\(reason(wait.reason)); going on in \(seconds) s, at \(until) UTC"
  }

  private static func reason(_ reason: Wait.Reason) -> String {
    switch reason {
    case .limit(let max, let interval):
      "the service takes \(max) requests in \(interval.components.seconds) s"
    case .tooMany: "the service has had too many requests"
    case .retry(let attempt, let error): "\(error.message) Try \(attempt)"
    case .settling: "an answer was lost; looking whether the user was created"
    }
  }
}
