import Diagnostics
import HighLevel
import JSON
import LuaRuntime
public import Planning

/// Runs recipes: reads from a source, keeps the writes, and gives the plan.
public enum Runner {
  /// Plans a run. Nothing is written: the run holds nothing that could write.
  public static func plan(_ request: RunRequest) async -> RunReport {
    let course = RunCourse.prepared(request)
    await course.run(request)
    return course.end()
  }
}

/// One run on its way to a report.
///
/// While a run waits, its frames hold what they need and no more: what is large lives here, once,
/// and what does not wait is not inlined into what does.
private final class RunCourse {
  private let overlay: Overlay
  private let gate: Gate
  private let secrets = Secrets()
  private var report: RunReport

  @inline(never)
  static func prepared(_ request: RunRequest) -> RunCourse { RunCourse(request) }

  @inline(never)
  func end() -> RunReport { report }

  private init(_ request: RunRequest) {
    overlay = Overlay(over: request.source, now: request.now, options: request.options)
    gate = Gate(overlay: overlay, capabilities: request.recipe.capabilities, secrets: secrets)
    report = RunReport(
      status: .planned, rows: [], messages: [], warnings: [], secrets: secrets, tables: [:])
  }

  @inline(never)
  func run(_ request: RunRequest) async {
    guard let arguments = await read(request) else { return }
    let session = RunSession(request, gate: gate, arguments: arguments)
    await play(session, arguments)
    complete(session, arguments)
  }

  @inline(never)
  private func fail(with problem: Problem) {
    report.status = problem.code.exitCode == 5 ? .refused : .failed
    report.problem = redacted(problem)
  }

  @inline(never)
  private func read(_ request: RunRequest) async -> Arguments? {
    let reader = ArgumentReader(
      parameters: request.recipe.parameters, recipe: request.recipe.name,
      file: request.recipe.file,
      resolver: EntityResolver(backend: overlay, companyId: request.company), input: request.input,
      secrets: secrets, today: String(request.now.description.prefix(10)),
      takesAnything: !request.recipe.isDeclared)
    do throws(Problem) { return try await reader.read(request.arguments) } catch {
      fail(with: error)
      return nil
    }
  }

  @inline(never)
  private func complete(_ session: RunSession, _ arguments: Arguments) {
    let request = session.request
    report.tables = arguments.tables
    session.summarize(into: &report)
    guard report.problem == nil else { return }
    report.plan = Plan(
      of: gate, recipe: request.recipe.identity, company: request.company,
      source: request.sourceName, created: request.now, arguments: arguments.recorded,
      limits: request.recipe.limits, unchecked: overlay.unchecked, isComplete: session.isComplete)
  }

  @inline(never)
  private func play(_ session: RunSession, _ arguments: Arguments) async {
    do throws(LuaError) {
      let state = try Self.open(session.request, HostFunctions.ofRun(session))
      defer {
        report.lines = state.lines
        report.peakMemory = state.peakMemory
      }
      report.result = try await state.call(with: Self.values(session.request, arguments))
    } catch {
      stop(for: error, session)
    }
  }

  @inline(never)
  private static func open(
    _ request: RunRequest, _ functions: [HostFunction]
  ) throws(LuaError) -> any LuaRun {
    try request.isolation.run(
      limits: request.bounds.lua, functions: functions, boot: BootChunk.source, name: "=ghl.boot",
      tracesLines: request.tracesLines)
  }

  /// What the boot chunk is called with.
  @inline(never)
  private static func values(_ request: RunRequest, _ arguments: Arguments) -> [JSONValue?] {
    [
      request.recipe.isDeclared ? "run" : "script", .string(request.recipe.file.source),
      .string("@\(request.recipe.file.displayName)"), .object(arguments.values),
      information(request, arguments),
    ]
  }

  /// What the boot chunk is told besides the arguments.
  private static func information(_ request: RunRequest, _ arguments: Arguments) -> JSONValue {
    let now = request.now.description
    var information: JSONObject = ["now": .string(now), "today": .string(String(now.prefix(10)))]
    information["event"] = request.event
    var rows: JSONObject = [:]
    for (name, lines) in arguments.rowLines {
      let bad = arguments.badRows.count { $0.parameter == name }
      rows[name] = [
        "lines": .array(lines.map { .integer(Int64($0)) }), "bad": .integer(Int64(bad)),
      ]
    }
    information["rows"] = .object(rows)
    return .object(information)
  }

  /// A recipe may give up on purpose; what else ends it is a problem.
  @inline(never)
  private func stop(for error: LuaError, _ session: RunSession) {
    guard error.kind == "skip", error.limit == nil else {
      return fail(with: Problem(running: error, file: session.request.recipe.file))
    }
    // What was planned before the recipe gave up is not wanted either.
    gate.rollback(to: .start)
    report.status = .skipped
    report.skipReason = error.message
    report.result = error.fields["result"]
  }

  private func redacted(_ problem: Problem) -> Problem {
    var problem = problem
    problem.message = secrets.redacted(problem.message)
    problem.hint = problem.hint.map(secrets.redacted)
    problem.source = problem.source.map(secrets.redacted)
    problem.others = problem.others.map(redacted)
    return problem
  }
}

extension Recipe {
  /// The recipe as a plan names it.
  public var identity: Plan.Recipe {
    Plan.Recipe(name: name, version: version, sha256: Fingerprint.of(text: file.source))
  }
}

extension Problem {
  /// What ended a run, as a problem that quotes the recipe's line.
  init(running error: LuaError, file: RecipeFile) {
    var place = error.file.map { Place($0, line: error.line) }
    if place?.file != file.displayName,
      let frame = error.frames.first(where: { $0.isUserCode && $0.source == file.displayName })
    {
      place = Place(frame.source, line: frame.line)
    }
    let isOwn = place?.file == file.displayName
    self.init(
      Problem.Code(running: error), error.message,
      hint: error.fields["hint"]?.string ?? Self.hint(error),
      at: place, source: isOwn ? place?.line.flatMap(file.line) : nil,
      traceback: error.frames.filter { $0.line != nil }.map { frame in
        let name = frame.function.isEmpty ? "main chunk" : "function '\(frame.function)'"
        return "\(frame.source):\(frame.line ?? 0): in \(name)"
      })
  }

  private static func hint(_ error: LuaError) -> String? {
    switch error.limit {
    case .time: "give it longer with --time-limit, or look for a loop that never ends"
    case .cpu: "give it more with --cpu-limit, or look for a loop that never ends"
    case .instructions: "give it more with --instruction-limit, or look for a loop that never ends"
    case .total: "give it longer with --total-time-limit, or ask the service for less"
    case .memory: "give it more with --memory-limit, or work through the list page by page"
    case .hostCalls: "give it more with --host-call-limit"
    case .output: "give it more with --output-limit, or print less in loops"
    case .depth: "look for a function that calls itself without end, or allow it with --depth-limit"
    case .coroutines: "give it more with --coroutine-limit"
    case .chunk: "give it more with --chunk-limit, or load the text in parts"
    case nil: nil
    }
  }
}

extension Problem.Code {
  /// The code for what ended a run.
  init(running error: LuaError) {
    switch error.kind {
    case "capability": self = .capability
    case "interrupted": self = .resumable
    case _ where error.limit != nil: self = Problem.Code(rawValue: error.kind) ?? .recipeFailed
    case "bad-token", "missing-scope", "wrong-location": self = .auth
    case "unavailable", "rate-limited", "day-limit": self = .unavailable
    case "syntax": self = .recipeInvalid
    default: self = .recipeFailed
    }
  }
}
