import CLuaBridge
public import JSON

/// A fresh, sandboxed Lua, owned by one run.
///
/// The boot chunk is called with one table, `host`, that holds the host functions by name; what it
/// returns, a function, is the entry that `call` calls. Not safe to use from two tasks at once.
@safe
public final class LuaState: LuaRun {
  private let state: OpaquePointer
  private let bridge: HostBridge
  private let arguments = TapeWriter()

  /// A state with its host functions and its boot chunk, already run.
  ///
  /// Throws what the boot chunk failed with, or `limit-memory`.
  ///
  /// - Parameter tracesLines: Whether to take down which lines of the user's files run; see `lines`.
  public init(
    limits: LuaLimits = LuaLimits(), functions: [HostFunction], boot: String,
    name: String = "=boot", tracesLines: Bool = false
  ) throws(LuaError) {
    bridge = HostBridge(functions)
    var ceilings = gl_limits(limits)
    let context = unsafe Unmanaged.passUnretained(bridge).toOpaque()
    guard let state = unsafe gl_new(&ceilings, context, HostBridge.callback) else {
      throw LuaError(failure: .null, limit: .memory)
    }
    unsafe self.state = unsafe state
    if tracesLines { unsafe gl_trace_lines(state) }
    if let count = limits.failingAllocation { unsafe gl_fail_allocation(state, count) }
    for function in functions {
      unsafe gl_define(state, function.name, function.traits)
    }
    try self.boot(boot, name: name)
  }

  deinit { unsafe gl_free(state) }

  /// Bytes that Lua holds now.
  public var memory: Int { unsafe gl_memory(state) }
  /// The most bytes that Lua held at once.
  public var peakMemory: Int { unsafe gl_memory_peak(state) }
  /// Calls of host functions so far.
  public var hostCalls: Int { Int(unsafe gl_host_calls(state)) }
  /// The version of the linked Lua, as `5.4.4`.
  public static var luaVersion: String { unsafe String(cString: gl_lua_version()) }

  /// The lines of the user's files so far, in functions; none unless they were asked for.
  public var lines: [LuaFileLines] {
    var reader = unsafe TapeReader(
      UnsafeRawBufferPointer(gl_traced_lines(state)), repairsText: true)
    let files = (try? reader.read())??.array ?? []
    return files.compactMap(LuaFileLines.init)
  }

  /// Calls the entry and waits for its result, through all suspensions; nil is Lua's nil.
  ///
  /// A task that is cancelled ends the run with the kind `interrupted`, in the middle of Lua's work
  /// too if there is a ceiling of time.
  public func call(with values: [JSONValue?]) async throws(LuaError) -> JSONValue? {
    arguments.reset()
    arguments.writeArguments(values)
    let interruptor = unsafe Interruptor(state: state)
    let outcome = await withTaskCancellationHandler {
      await run()
    } onCancel: {
      interruptor.interrupt()
    }
    guard outcome == GL_DONE else { throw failure() }
    return try result()
  }

  private func run() async -> gl_outcome {
    var outcome = unsafe gl_start(state, arguments.tape)
    arguments.shrink()  // the recipe's text was in it
    while outcome == GL_WAITING { outcome = await resume() }
    return outcome
  }

  /// Lets the n-th allocation from now on fail, as if the ceiling were hit (for tests); 0: none.
  public func failAllocation(_ count: UInt64) { unsafe gl_fail_allocation(state, count) }

  private func resume() async -> gl_outcome {
    guard let (call, body) = bridge.pending else { return GL_FAILED }
    bridge.pending = nil
    var status = GL_OK
    arguments.reset()
    do throws(LuaError) {
      let answer = try await body(call)
      arguments.write(answer)
    } catch {
      status = arguments.write(error)
    }
    return unsafe gl_resume(state, status, arguments.tape)
  }

  private func boot(_ source: String, name: String) throws(LuaError) {
    var source = source
    let outcome = source.withUTF8 { utf8 in
      unsafe gl_boot(state, gl_bytes(bytes: utf8.baseAddress, count: utf8.count), name)
    }
    guard outcome == GL_DONE else { throw failure() }
  }

  func start(_ arguments: gl_bytes) -> gl_outcome { unsafe gl_start(state, arguments) }

  func result() throws(LuaError) -> JSONValue? {
    var reader = unsafe TapeReader(UnsafeRawBufferPointer(gl_result(state)))
    do { return try reader.read() } catch {
      throw LuaError(kind: "invalid", message: "the result is no data: \(error.message)")
    }
  }

  func failure() -> LuaError {
    // The text of an error may be any bytes.
    var reader = unsafe TapeReader(UnsafeRawBufferPointer(gl_result(state)), repairsText: true)
    let stop = unsafe gl_stopped_by(state)
    if stop == GL_LIMIT_INTERRUPTED { return .interrupted }
    let limit = LuaLimits.Kind(stop)
    do {
      return LuaError(failure: try reader.read() ?? .null, limit: limit)
    } catch {
      let text = JSONValue.string("the error is no data: \(error.message)")
      return LuaError(failure: ["error": text], limit: limit)
    }
  }
}

/// Stops a state's run from another task; the state outlives it.
@safe
private struct Interruptor: @unchecked Sendable {
  let state: OpaquePointer

  func interrupt() { unsafe gl_interrupt(state) }
}

extension gl_limits {
  init(_ limits: LuaLimits) {
    self.init()
    memory = limits.memory ?? 0
    instructions = UInt64(limits.instructions ?? 0)
    nanoseconds = limits.time.map { UInt64($0.nanoseconds) } ?? 0
    cpu = limits.cpu.map { UInt64($0.nanoseconds) } ?? 0
    total = limits.total.map { UInt64($0.nanoseconds) } ?? 0
    host_calls = UInt64(limits.hostCalls ?? 0)
    coroutines = UInt64(limits.coroutines ?? 0)
    depth = Int32(clamping: limits.depth ?? 0)
    chunk = limits.chunk ?? 0
  }
}

extension gl_limit {
  init(_ kind: LuaLimits.Kind) {
    switch kind {
    case .memory: self = GL_LIMIT_MEMORY
    case .instructions: self = GL_LIMIT_INSTRUCTIONS
    case .time: self = GL_LIMIT_TIME
    case .cpu: self = GL_LIMIT_CPU
    case .hostCalls: self = GL_LIMIT_HOST_CALLS
    case .coroutines: self = GL_LIMIT_COROUTINES
    case .depth: self = GL_LIMIT_DEPTH
    case .total: self = GL_LIMIT_TOTAL
    case .chunk: self = GL_LIMIT_CHUNK
    case .output: self = GL_LIMIT_OUTPUT
    }
  }
}

extension LuaLimits.Kind {
  init?(_ limit: gl_limit) {
    guard let kind = Self.allCases.first(where: { gl_limit($0) == limit }) else { return nil }
    self = kind
  }
}

extension Duration {
  /// Whole nanoseconds, at least 1 for any positive duration.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return max(
      seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue
        + attoseconds / 1_000_000_000, 1)
  }
}
