import ArgumentParser
import Diagnostics

/// A command that is done at once.
protocol InstantCommand {
  /// Does it; the exit code.
  func perform(in world: World, _ output: Output) throws(Problem) -> Int32
}

/// A command that runs Lua or calls a service.
protocol LongCommand: Sendable {
  /// How long it may take to stop after a signal.
  var patience: Duration { get }
  /// Does it; the exit code.
  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32
}

extension LongCommand {
  /// Callers that kill do it after 5 seconds.
  var patience: Duration { .milliseconds(3500) }
}

/// A command and all it was told.
enum FoundCommand {
  case instant(any InstantCommand)
  case long(any LongCommand)
}

/// What every command takes. `Output` reads these from the words themselves, so that they also hold
/// where the rest of the line cannot be understood.
struct OutputFlags: ParsableArguments {
  @Flag(help: "One JSON object on one line, in ASCII.") var json = false
  @Flag(help: "Nothing on standard error but problems.") var quiet = false
  @Flag(name: .shortAndLong, help: "More detail.") var verbose = false
  @Flag(name: .customLong("no-color"), help: "No colour.") var noColor = false
  @Flag(name: .customLong("exit-zero"), help: "With --json: exit code 0 whenever it was printed.")
  var exitZero = false
}
