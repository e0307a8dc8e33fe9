import Diagnostics
public import Planning
import Synchronization

/// What was asked for at a console so far, on the company as it will be. It outlives the console's
/// Lua, which may be stopped.
public final class ConsoleDraft: Sendable {
  private struct State {
    /// The pieces that changed something, and where each began.
    var savepoints: [Overlay.Savepoint] = []
    var typed = ""
    var isComplete = true
  }

  let request: ConsoleRequest
  let gate: Gate
  private let state = Mutex(State())

  public init(_ request: ConsoleRequest) {
    self.request = request
    let overlay = Overlay(over: request.source, now: request.now, options: request.options)
    gate = Gate(overlay: overlay, capabilities: .everything)
  }

  /// A plan of all of it.
  public var plan: Plan {
    let (typed, isComplete) = state.withLock { ($0.typed, $0.isComplete) }
    return Plan(
      of: gate, recipe: Recipe.script(Console.file(typed)).identity, company: request.company,
      source: request.sourceName, created: request.now, isComplete: isComplete)
  }

  /// Takes back what the last piece that changed something asked for; whether there was one.
  public func undo() -> Bool {
    guard let last = state.withLock({ $0.savepoints.popLast() }) else { return false }
    gate.rollback(to: last)
    return true
  }

  /// Forgets all of it.
  public func reset() {
    gate.rollback(to: .start)
    state.withLock { $0 = State() }
  }

  /// Takes down a piece that worked.
  func keep(_ text: String, since savepoint: Overlay.Savepoint, isComplete: Bool) {
    let changed = gate.savepoint() != savepoint
    state.withLock { state in
      if changed { state.savepoints.append(savepoint) }
      state.typed += "\(text)\n"
      state.isComplete = state.isComplete && isComplete
    }
  }
}
