import Diagnostics
import JSON

/// Where the texts of a command go: standard output has the result and nothing else.
struct Output: Sendable {
  private let world: World
  /// Secrets that no text may show.
  let redaction: Redaction
  /// What changes in place on a terminal.
  let statusLine: StatusLine
  let json: Bool
  let quiet: Bool
  let verbose: Bool
  let exitZero: Bool
  private let noColor: Bool
  private let start = ContinuousClock.now

  /// Reads `--json` and its like from the words before any `--`, as a problem with the rest of the
  /// line must come out in the form that was asked for.
  /// - Parameter redaction: What is known of secrets already.
  init(_ world: World, _ redaction: Redaction = Redaction()) {
    self.world = world
    self.redaction = redaction
    statusLine = StatusLine(world)
    let words = Set(world.arguments.prefix { $0 != "--" })
    json = words.contains("--json")
    quiet = words.contains("--quiet")
    verbose = words.contains("-v") || words.contains("--verbose")
    exitZero = words.contains("--exit-zero")
    // https://no-color.org: any value that is not empty.
    noColor = words.contains("--no-color") || world.variable("NO_COLOR") != nil
  }

  /// How texts on standard output look.
  var style: TextStyle {
    TextStyle(color: world.outputIsTerminal && !noColor, width: world.width)
  }

  private var errorStyle: TextStyle {
    TextStyle(color: world.errorIsTerminal && !noColor, width: world.width)
  }

  /// Milliseconds since the command began.
  var duration: JSONValue {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return .integer(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// Puts a text on standard output, a line end after it.
  func print(_ text: String) {
    guard !text.isEmpty else { return }
    statusLine.clear()
    world.writeOutput(withLineEnd(redaction.redacted(text)))
  }

  /// Puts an object on standard output, on one line, in ASCII and no longer than callers take.
  func print(_ object: JSONObject) {
    let text = redaction.redacted(.object(object)).text(ascii: true)
    guard text.utf8.count > JSONObject.largestPrinted else { return print(text) }
    print(redaction.redacted(.object(object.bounded())).text(ascii: true))
  }

  /// Tells people something besides the result.
  func note(_ text: String) {
    guard !quiet else { return }
    statusLine.clear()
    world.writeError(redaction.redacted(text) + "\n")
  }

  /// Passes on what a recipe printed; with `--json` only so much as those take who start programs
  /// and read what they say.
  func log(_ texts: some Sequence<String>) {
    var (left, more) = (json ? 256 << 10 : Int.max, 0)
    for text in texts {
      left -= min(left, text.utf8.count + 1)
      if left > 0 { note(text) } else { more += 1 }
    }
    if more > 0 { note("(\(more.grouped) more lines were printed)") }
  }

  /// Tells the problem, and with `--json` an object that holds it; the exit code.
  func fail(_ problem: Problem, status: String = "failed") -> Int32 {
    if json {
      let schema = "ghlua.\(world.arguments.first { !$0.hasPrefix("-") } ?? "run")/1"
      print([
        "schema": .string(schema), "ok": false, "status": .string(status), "problem": problem.json,
      ])
    }
    return end(problem)
  }

  /// Tells a problem whose object, if one was wanted, is printed already; the exit code.
  ///
  /// The last line is for programs. People at a terminal have just read the same, so they are
  /// spared it, unless they asked for JSON.
  func end(_ problem: Problem?, exitCode: Int32? = nil) -> Int32 {
    // After a signal its number is what callers want to know.
    let interrupted = problem == nil ? nil : world.interruption.exitCode
    let code = interrupted ?? exitCode ?? problem?.code.exitCode ?? 0
    if let problem { show(problem) }
    if exitZero, json { return 0 }
    if let problem, code != 0, json || !world.errorIsTerminal {
      let line: JSONValue = ["schema": "ghlua.problem/1", "problem": problem.json]
      world.writeError(redaction.redacted(line).text(ascii: true) + "\n")
    }
    return code
  }

  /// Tells a problem to people, where the command goes on.
  func show(_ problem: Problem) {
    statusLine.clear()
    let text = ProblemRenderer(errorStyle).text(problem)
    world.writeError(withLineEnd(redaction.redacted(text)))
  }

  private func withLineEnd(_ text: String) -> String {
    text.hasSuffix("\n") ? text : text + "\n"
  }
}

extension Problem {
  /// `{code, message, hint, retryable, at}`; `others` where the same look found more.
  var json: JSONValue {
    var object: JSONObject = [
      "code": .string(code.rawValue), "message": .string(message),
      "hint": hint.map { .string($0) } ?? .null, "retryable": .bool(retryable),
      "at": place.map { .string($0.description) } ?? .null,
    ]
    if !others.isEmpty { object["others"] = .array(others.prefix(50).map(\.json)) }
    return .object(object)
  }
}
