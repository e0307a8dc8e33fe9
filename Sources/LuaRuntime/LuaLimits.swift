/// Ceilings of one run; nil means none.
///
/// A ceiling that was hit ends the run for good: no `pcall`, coroutine, message handler or iterator of
/// the script's goes on, and the error's kind names it. Lua's own ceilings, 200 calls through C inside
/// each other and 1,000,000 stack slots, are plain errors ("stack overflow") that a script can catch.
public struct LuaLimits: Sendable, Hashable {
  /// Bytes held by Lua; a fresh state takes about 20,000.
  public var memory: Int?
  /// VM instructions, counted in steps of 1,000, and steps of the libraries' own loops, counted in
  /// steps of 10,000. Costs speed: counting halves that of tight loops.
  public var instructions: Int?
  /// Time spent in Lua; waits for host functions do not count.
  public var time: Duration?
  /// Processor time spent in Lua. Unlike `time` it does not run while other processes have the
  /// processor, so it says the same on a busy machine; `time` is the one that always ends a run.
  public var cpu: Duration?
  /// Time since the call began, waits for host functions included. A wait is not broken off: the
  /// run ends when it goes on; in a worker process at once.
  public var total: Duration?
  /// Calls of host functions.
  public var hostCalls: Int?
  /// Coroutines created in all.
  public var coroutines: Int?
  /// Lua functions that call each other at once in one coroutine, tail calls left out. Looked at
  /// now and then, so a run may get deeper by an eighth, and by 4,096 at most.
  public var depth: Int?
  /// Bytes of source text in one chunk that the script loads.
  public var chunk: Int?
  /// Which allocation fails, from 1, as if the memory ceiling were hit. For tests.
  package var failingAllocation: UInt64?

  public init(
    memory: Int? = nil, instructions: Int? = nil, time: Duration? = nil, cpu: Duration? = nil,
    total: Duration? = nil, hostCalls: Int? = nil, coroutines: Int? = nil, depth: Int? = nil,
    chunk: Int? = nil
  ) {
    self.memory = memory
    self.instructions = instructions
    self.time = time
    self.cpu = cpu
    self.total = total
    self.hostCalls = hostCalls
    self.coroutines = coroutines
    self.depth = depth
    self.chunk = chunk
  }

  /// Generous for honest scripts, and no threat to the host: 256 MiB, 60 s in Lua and an hour in
  /// all, 1,000,000 host calls and coroutines, 100,000 calls deep, chunks of 1 MiB. Instructions are
  /// not counted, and processor time is not either: `time` is the stricter of the two.
  public static let standard = LuaLimits(
    memory: 256 << 20, time: .seconds(60), total: .seconds(3600), hostCalls: 1_000_000,
    coroutines: 1_000_000, depth: 100_000, chunk: 1 << 20)

  /// Which ceiling was hit.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case memory = "limit-memory"
    case instructions = "limit-instructions"
    case time = "limit-time"
    case cpu = "limit-cpu"
    case hostCalls = "limit-host-calls"
    case coroutines = "limit-coroutines"
    case depth = "limit-depth"
    case total = "limit-total"
    case chunk = "limit-chunk"
    /// Of the host's functions that print; see `LuaError.init(limit:)`.
    case output = "limit-output"
  }
}
