public import Diagnostics
public import HighLevel
import JSON
public import LuaRuntime
import Planning

/// What a console works on.
public struct ConsoleRequest: Sendable {
  public var source: any ReadBackend
  /// What a plan calls the source: `live`, `mock`, `replay`.
  public var sourceName: String
  /// The company's id.
  public var company: String
  /// The moment that counts as now.
  public var now: Timestamp
  public var isolation: LuaIsolation
  public var options: UserRules.Options

  public init(
    source: any ReadBackend, sourceName: String, company: String, now: Timestamp,
    isolation: LuaIsolation = .none, options: UserRules.Options = UserRules.Options()
  ) {
    (self.source, self.sourceName, self.company) = (source, sourceName, company)
    (self.now, self.isolation, self.options) = (now, isolation, options)
  }
}

/// A Lua that stays: pieces of text work one after another, and share their variables.
///
/// Nothing is written: what a piece asks for is in the draft, and shows in later reads. Not safe to
/// use from two tasks at once.
public final class Console {
  /// What came of a piece of text.
  public enum Answer: Sendable {
    /// Its values, as text; nil when it has none.
    case value(String?)
    /// It is not whole: more lines belong to it.
    case incomplete
    /// It failed, and what it had asked for is taken back. `lost` when the variables are gone too:
    /// a limit, or somebody, stopped Lua itself.
    case failed(Problem, lost: Bool)
  }

  private let draft: ConsoleDraft
  private let session: RunSession
  private var run: (any LuaRun)?

  /// - Parameter onMessage: Told what is printed, at once.
  public init(_ draft: ConsoleDraft, onMessage: @escaping (String) -> Void) {
    self.draft = draft
    let request = draft.request
    session = RunSession(
      RunRequest(
        recipe: .script(Self.file("")), arguments: RawArguments(), source: request.source,
        sourceName: request.sourceName, company: request.company, now: request.now,
        isolation: request.isolation, input: SystemInput(), options: request.options),
      gate: draft.gate, arguments: Arguments())
    session.onMessage = { onMessage($0.text) }
  }

  /// Evaluates an expression, or runs statements.
  public func evaluate(_ text: String) async -> Answer {
    let savepoint = draft.gate.savepoint()
    do throws(LuaError) {
      let answer = try await call("evaluate", [.string(text), .string("@\(Self.name)")])
      if answer?["incomplete"] == true { return .incomplete }
      if let problem = answer?["problem"]?.string {
        throw LuaError(kind: "syntax", message: problem)
      }
      draft.keep(text, since: savepoint, isComplete: session.isComplete)
      return .value(answer?["text"]?.string)
    } catch {
      draft.gate.rollback(to: savepoint)
      let isDead = error.limit != nil || ["interrupted", "worker"].contains(error.kind)
      if isDead { run = nil }
      return .failed(problem(error, text), lost: isDead)
    }
  }

  /// The names that can follow these, as in `ghl.users.`; functions end in `(`.
  public func names(after words: [String]) async -> [String] {
    do throws(LuaError) { return try await call("names", [.strings(words)])?.strings ?? [] } catch {
      return []
    }
  }

  private func call(
    _ command: String, _ values: [JSONValue]
  ) async throws(LuaError) -> JSONValue? {
    let run: any LuaRun
    if let open = self.run { run = open } else { run = try start() }
    self.run = run
    let now = draft.request.now.description
    let information: JSONValue = [
      "now": .string(now), "today": .string(String(now.prefix(10))), "rows": [:],
    ]
    return try await run.call(with: ["console", .string(command), information] + values)
  }

  private func start() throws(LuaError) -> any LuaRun {
    try draft.request.isolation.run(
      limits: .standard, functions: HostFunctions.ofRun(session), boot: BootChunk.source,
      name: "=ghl.boot")
  }
}

/// How errors name what was typed.
extension Console {
  static let name = "repl"

  static func file(_ source: String) -> RecipeFile {
    RecipeFile(name: name, displayName: name, source: source, folder: ".", isShipped: false)
  }

  private func problem(_ error: LuaError, _ text: String) -> Problem {
    guard error.kind != "skip" else { return Problem(.recipeFailed, "skipped: \(error.message)") }
    var error = error
    // A message of the compiler begins with its place.
    if error.kind == "syntax", let match = error.message.firstMatch(of: #/^@?repl:([0-9]+): /#) {
      (error.file, error.line) = (Self.name, Int(match.1))
      error.message = String(error.message[match.range.upperBound...])
    }
    var problem = Problem(running: error, file: Self.file(text))
    if error.kind == "syntax" { problem.code = .recipeFailed }
    problem.message = draft.gate.secrets.redacted(problem.message)
    return problem
  }
}
