import CLuaBridge
import CWorker
import JSON

/// A run in a worker process. The host functions stay here; what crosses is tapes.
///
/// The worker keeps the ceilings itself, as it is a state like any other. What it sends is trusted in
/// nothing: the host checks each message, counts the calls, and has a clock of its own, by which it
/// kills a worker that is silent for 200 ms longer than its whole time. What it uses in many short
/// pieces the worker adds up itself, and the kernel bounds its processor time: the host's own sum
/// would charge a recipe for a busy machine.
@safe
final class WorkerRun: LuaRun {
  /// How long a worker may be late: it has ended by itself before, with the line where it was.
  private static let grace = Duration.milliseconds(200)
  private static let patienceAtStart = Duration.seconds(10)

  private let pool: WorkerPool
  private let limits: LuaLimits
  private let functions: [HostFunction]
  private let boot: (source: String, name: String)
  private let tape = TapeWriter()

  private let hired: Worker?
  private var worker: Worker?
  private var end: LuaError?
  private var totalEnd: ContinuousClock.Instant?
  private var figures = gw_result()
  private var calls = 0
  /// Nanoseconds of this process's work for the last call: the recipe's own, unlike a wait.
  private var worked: UInt64 = 0
  private var lastCall: (name: String, file: String?, line: Int?)?

  /// - Parameter hired: A worker from elsewhere than the pool, for tests.
  init(
    _ pool: WorkerPool, limits: LuaLimits, functions: [HostFunction], boot: String, name: String,
    hired: Worker? = nil
  ) {
    self.pool = pool
    self.hired = hired
    self.limits = limits
    self.functions = functions
    self.boot = (boot, name)
  }

  var memory: Int { Int(clamping: figures.memory) }
  var peakMemory: Int { Int(clamping: figures.peak) }
  var hostCalls: Int { Int(clamping: figures.host_calls) }

  func call(with values: [JSONValue?]) async throws(LuaError) -> JSONValue? {
    if let end { throw end }
    let result: Result<JSONValue?, LuaError>
    do throws(WorkerEnd) {
      result = try await answer(to: values)
    } catch {
      let problem = failure(error)
      end = problem
      worker = nil
      throw problem
    }
    return try result.get()
  }

  private func answer(
    to values: [JSONValue?]
  ) async throws(WorkerEnd) -> Result<JSONValue?, LuaError> {
    if worker == nil, case .failure(let problem) = try await booted() { return .failure(problem) }
    guard let worker else { throw .closed }
    tape.reset()
    tape.writeArguments(values)
    try unsafe await worker.send(GW_START, [], tape.tape, until: deadline)
    return try await converse(with: worker)
  }

  // MARK: Start

  /// Takes a worker and lets it run the boot chunk.
  private func booted() async throws(WorkerEnd) -> Result<JSONValue?, LuaError> {
    totalEnd = limits.total.map { .now + $0 }
    let worker = try await greeted()
    self.worker = worker
    let end = ContinuousClock.now + Self.patienceAtStart
    try unsafe await worker.send(GW_BEGIN, opening, gl_bytes(), until: end)
    return try await converse(with: worker)
  }

  /// A worker that has said hello. One that is gone was ready for longer than the fork server lived.
  private func greeted() async throws(WorkerEnd) -> Worker {
    do throws(WorkerEnd) { return try await fresh() } catch {
      guard case .closed = error, hired == nil else { throw error }
      pool.reset()
      return try await fresh()
    }
  }

  private func fresh() async throws(WorkerEnd) -> Worker {
    let worker: Worker
    do throws(LuaError) {
      if let hired { worker = hired } else { worker = try pool.worker(for: limits) }
    } catch {
      throw .unavailable(error)
    }
    let type = try await worker.receive(until: .now + Self.patienceAtStart)
    guard type == GW_HELLO, let hello = unsafe worker.payload.read(gw_hello.self) else {
      throw worker.forged("no greeting")
    }
    pool.note(parts: hello.parts)
    process = hello.process
    return worker
  }

  /// The process that the run is in, for tests.
  private(set) var process: Int32?

  private var opening: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bytesOf: gl_limits(limits))
    bytes.append(bytesOf: UInt32(functions.count))
    for function in functions {
      bytes.append(UInt8(function.traits.rawValue))
      bytes.append(function.mayWait ? 1 : 0)
      bytes.append(text: function.name)
    }
    bytes.append(text: boot.name)
    bytes += boot.source.utf8
    return bytes
  }

  // MARK: Conversation

  private var deadline: ContinuousClock.Instant {
    let own = limits.time ?? LuaLimits.standard.time ?? .seconds(60)
    let end = ContinuousClock.now + own + Self.grace
    return totalEnd.map { min($0, end) } ?? end
  }

  private func converse(
    with worker: Worker
  ) async throws(WorkerEnd) -> Result<JSONValue?, LuaError> {
    while true {
      let type = try await worker.receive(until: deadline)
      switch type {
      case GW_RESULT: return try result(from: worker)
      case GW_CALL:
        let call = try hostCall(from: worker)
        let status = await perform(call.function, call.call)
        if Task.isCancelled {
          worker.kill()
          throw .cancelled
        }
        if let totalEnd, ContinuousClock.now >= totalEnd {
          worker.kill()
          throw .late
        }
        var head = [UInt8(status.rawValue)]
        head.append(bytesOf: worked)
        try unsafe await worker.send(GW_ANSWER, head, tape.tape, until: deadline)
      default: throw worker.forged("a message of an unknown kind")
      }
    }
  }

  private func hostCall(
    from worker: Worker
  ) throws(WorkerEnd) -> (function: HostFunction, call: Result<HostCall, LuaError>) {
    let payload = unsafe worker.payload
    guard let call = unsafe payload.read(gw_call.self), call.function < functions.count,
      let source = unsafe payload.part(MemoryLayout<gw_call>.size, Int(call.source_length)),
      let arguments = unsafe payload.rest(MemoryLayout<gw_call>.size + source.count),
      unsafe arguments.first == Tape.array, unsafe gw_is_tape(gl_bytes(arguments))
    else { throw worker.forged("a call that is none") }
    calls += 1
    // The loader's questions are calls that are not counted in there.
    if let most = limits.hostCalls, calls > most + 10_000 { throw worker.forged("too many calls") }
    let function = functions[Int(call.function)]
    let file = unsafe source.isEmpty ? nil : String(decoding: source, as: UTF8.self)
    let line = file == nil ? nil : Int(call.line)
    lastCall = (function.name, file, line)
    var reader = unsafe TapeReader(arguments)
    do {
      let values = try reader.readArguments()
      let size = arguments.count
      return (
        function, .success(HostCall(arguments: values, file: file, line: line, size: size))
      )
    } catch {
      return (function, .failure(LuaError(kind: "invalid", message: error.message)))
    }
  }

  /// Leaves the answer on the tape.
  private func perform(_ function: HostFunction, _ call: Result<HostCall, LuaError>) async
    -> gl_status
  {
    tape.reset()
    worked = 0
    do throws(LuaError) {
      let call = try call.get()
      let answer: JSONValue?
      switch function.body {
      case .immediate(let body):
        let start = gw_processor_time()
        defer { worked = gw_processor_time() - start }
        answer = try body(call)
      case .suspending(let body): answer = try await body(call)
      }
      if function.name == "source", let name = call[0]?.string, let text = answer?.string {
        pool.learn(name, text)
      }
      tape.write(answer)
      return GL_OK
    } catch {
      return tape.write(error)
    }
  }

  private func result(from worker: Worker) throws(WorkerEnd) -> Result<JSONValue?, LuaError> {
    let payload = unsafe worker.payload
    guard let figures = unsafe payload.read(gw_result.self),
      let bytes = unsafe payload.rest(MemoryLayout<gw_result>.size),
      unsafe gw_is_tape(gl_bytes(bytes)), figures.limit <= GL_LIMIT_INTERRUPTED.rawValue
    else { throw worker.forged("a result that is none") }
    self.figures = figures
    let isDone = figures.outcome == GL_DONE.rawValue
    // The text of an error may be any bytes.
    var reader = unsafe TapeReader(bytes, repairsText: !isDone)
    let limit = LuaLimits.Kind(gl_limit(figures.limit))
    let value: JSONValue?
    do { value = try reader.read() } catch {
      return .failure(
        isDone
          ? LuaError(kind: "invalid", message: "the result is no data: \(error.message)")
          : LuaError(
            failure: ["error": .string("the error is no data: \(error.message)")], limit: limit))
    }
    if isDone { return .success(value) }
    return .failure(LuaError(failure: value ?? .null, limit: limit))
  }

  // MARK: Failure

  private func failure(_ reason: WorkerEnd) -> LuaError {
    var error: LuaError
    switch reason {
    case .unavailable(let problem): return problem
    case .cancelled: error = .interrupted
    case .late:
      let isTotal = totalEnd.map { $0 <= .now } ?? false
      error = LuaError(failure: .null, limit: isTotal ? .total : .time)
    default:
      let calls =
        calls == 0 ? "before its first call" : "after \(calls) calls, the last of \(lastName)"
      error = LuaError(
        kind: "worker", message: "the recipe's worker process \(reason.words), \(calls)",
        fields: [
          "hint": "the run wrote nothing; a recipe that does this again makes Lua itself fail"
        ])
    }
    (error.file, error.line) = (lastCall?.file, lastCall?.line)
    return error
  }

  private var lastName: String { lastCall?.name ?? "" }
}
