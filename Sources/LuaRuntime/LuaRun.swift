public import JSON

/// A sandboxed Lua of one run: a `LuaState` of this process, or one in a worker process. Both give the
/// same results, byte for byte. Not safe to use from two tasks at once.
public protocol LuaRun: AnyObject {
  /// Calls the entry and waits for its result, through all suspensions; nil is Lua's nil.
  func call(with values: [JSONValue?]) async throws(LuaError) -> JSONValue?
  /// Bytes that Lua holds; of a worker, when it last gave a result.
  var memory: Int { get }
  /// The most bytes that Lua held at once.
  var peakMemory: Int { get }
  /// Calls of host functions so far.
  var hostCalls: Int { get }
  /// The lines of the user's files, where they were asked for; never of a worker.
  var lines: [LuaFileLines] { get }
}

extension LuaRun {
  /// None.
  public var lines: [LuaFileLines] { [] }
}

extension LuaRun {
  /// Calls the entry and waits for its result, through all suspensions; nil is Lua's nil.
  public func call(_ values: JSONValue?...) async throws(LuaError) -> JSONValue? {
    try await call(with: values)
  }
}

/// Where the Lua of a run lives.
public enum LuaIsolation: Sendable {
  /// In this process, behind the sandbox's own rules alone.
  case none
  /// In a process of its own, which has no secret, network or file.
  case worker(WorkerPool)

  /// A fresh Lua with its host functions and its boot chunk; see `LuaState`.
  ///
  /// Throws what the boot chunk failed with; in a worker, the first call does.
  /// - Parameter tracesLines: Whether to take down which lines run; workers do not.
  public func run(
    limits: LuaLimits = LuaLimits(), functions: [HostFunction], boot: String,
    name: String = "=boot", tracesLines: Bool = false
  ) throws(LuaError) -> any LuaRun {
    switch self {
    case .none:
      try LuaState(
        limits: limits, functions: functions, boot: boot, name: name, tracesLines: tracesLines)
    case .worker(let pool):
      WorkerRun(pool, limits: limits, functions: functions, boot: boot, name: name)
    }
  }
}
