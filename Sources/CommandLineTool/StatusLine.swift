import Synchronization

/// The line at the bottom of a terminal that changes in place: how far the work is, and what it
/// waits for. Whatever else is printed takes it away first.
final class StatusLine: Sendable {
  private struct State {
    var progress = ""
    var wait = ""
    var waitEnd = ContinuousClock.now
    var isShown = false
  }

  private let world: World
  private let state = Mutex(State())

  init(_ world: World) { self.world = world }

  /// Shows how far the work is.
  func show(progress: String) {
    state.withLock { state in
      state.progress = progress
      draw(&state)
    }
  }

  /// Shows what is waited for, until the wait is over.
  func show(wait: String, for duration: Duration) {
    state.withLock { state in
      state.wait = wait
      state.waitEnd = ContinuousClock.now + duration
      draw(&state)
    }
  }

  /// Takes the line away; the next change brings it back.
  func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      world.writeError("\r\u{1B}[K")
    }
  }

  /// Takes it away for good: the work is done.
  func end() {
    clear()
    state.withLock { $0 = State() }
  }

  private func draw(_ state: inout State) {
    if state.waitEnd <= ContinuousClock.now { state.wait = "" }
    let text = [state.progress, state.wait].filter { !$0.isEmpty }.joined(separator: "; ")
    // One that is wider than the terminal would leave its first part behind.
    world.writeError("\r\u{1B}[K\(text.prefix(max(1, world.width - 1)))")
    state.isShown = true
  }
}
