import Diagnostics
import Engine
import HighLevel

/// All that a command sees of the outside; tests put another one in its place.
struct World: Sendable {
  /// The words after the program's name.
  var arguments: [String]
  var environment: [String: String]
  /// Files and standard input.
  var input: any InputSource
  /// Takes text for standard output as it is.
  var writeOutput: @Sendable (String) -> Void
  /// The same for standard error.
  var writeError: @Sendable (String) -> Void
  var inputIsTerminal = false
  var outputIsTerminal = false
  var errorIsTerminal = false
  /// Columns of the terminal.
  var width = 80
  /// The time of day; commands ask `moment()`.
  var clock: @Sendable () -> Timestamp
  /// The line that somebody typed; nil when there is none.
  var readAnswer: @Sendable () -> String?
  /// The same without showing it; for secrets.
  var readSecret: @Sendable () -> String? = { nil }
  /// The keys of the terminal on standard input; nil where there is none.
  var keyboard: @Sendable () -> (any Keyboard)? = { nil }
  var interruption = Interruption()
}

extension World {
  /// The moment that counts as now: `GHLUA_NOW` where it is set, so that the same command gives the
  /// same plan, byte for byte; the time of day otherwise.
  func moment() throws(Problem) -> Timestamp {
    guard let text = variable("GHLUA_NOW") else { return clock() }
    guard let moment = Timestamp(text) else {
      throw Problem(
        .usage, "GHLUA_NOW is '\(text)', which is no moment",
        hint: "write it like 2026-01-05T12:00:00.000Z, or unset it")
    }
    return moment
  }

  /// An environment variable that is set to something.
  func variable(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  /// Whether somebody is there to be asked.
  var canAsk: Bool { inputIsTerminal && errorIsTerminal }

  /// Asks a question with yes or no; only a clear yes is one.
  func confirms(_ question: String) -> Bool {
    writeError("\(question) [y/N] ")
    return ["y", "yes"].contains(readAnswer()?.lowercased() ?? "")
  }
}
