import Planning
import Synchronization

/// Tells how far a long apply is: on a terminal in one line that changes, elsewhere in a line every
/// 5 s at most.
final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var last: ContinuousClock.Instant
  }

  private let total: Int
  private let world: World
  private let output: Output
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(total: Int, _ world: World, _ output: Output) {
    (self.total, self.world, self.output) = (total, world, output)
    state = Mutex(State(last: start))
  }

  func note(_ outcome: ApplyReport.Outcome) {
    state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      let pause: Duration = world.errorIsTerminal ? .milliseconds(200) : .seconds(5)
      guard !output.quiet, now - state.last >= pause else { return }
      state.last = now
      let text = Self.text(done: state.done, of: total, after: now - start)
      if world.errorIsTerminal {
        output.statusLine.show(progress: text)
      } else {
        output.note(text)
      }
    }
  }

  /// Takes the line away.
  func end() { output.statusLine.end() }

  /// `1,200 of 4,000 operations, 38 / s, 1 min 14 s left`.
  static func text(done: Int, of total: Int, after time: Duration) -> String {
    let seconds = max(
      0.001, Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
    let rate = Double(done) / seconds
    let left = Int((Double(max(0, total - done)) / max(rate, 0.001)).rounded(.up))
    let shownRate = rate >= 10 ? Int(rate.rounded()).grouped : String(Double(Int(rate * 10)) / 10)
    let shownLeft = left >= 60 ? "\(left / 60) min \(left % 60) s" : "\(left) s"
    return "\(done.grouped) of \(total.grouped) operations, \(shownRate) / s, \(shownLeft) left"
  }
}
