import CWorker
import Synchronization

/// Worker processes for runs that are kept apart, some of them ready before they are wanted.
///
/// A worker runs one recipe and ends. All of them are forks of one small process that is started with
/// the first of them; see CWorker. Shipped modules that `source` answered once are known to the
/// workers after that: it is taken to answer the same in all runs of one pool.
public final class WorkerPool: Sendable {
  /// The pool of this program.
  public static let shared = WorkerPool()

  private struct State {
    var server: ForkServer?
    var ready: [Worker] = []
    var count: UInt32 = 0
    var known: [String: String] = [:]
    /// Names of what the server does not know yet.
    var untold: [String] = []
    var missing: UInt32 = 0
  }

  private let program: String
  private let spare: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - program: What to start as workers: a program with this module linked in.
  ///   - spare: How many workers are kept ready.
  public init(program: String = "/proc/self/exe", spare: Int = 2) {
    self.program = program
    self.spare = spare
  }

  /// The parts of the wall that this kernel does not have, in words; known after the first run.
  public var missingParts: [String] {
    let missing = state.withLock { Int32($0.missing) }
    let names: [(part: Int, name: String)] = [
      (GW_NO_NEW_PRIVILEGES, "no new privileges"), (GW_LIMITS, "resource limits"),
      (GW_SECCOMP, "seccomp"), (GW_LANDLOCK, "Landlock"),
      (GW_DEATH_SIGNAL, "the end together with the host"),
      (GW_NOT_DUMPABLE, "protection from debuggers"),
    ]
    return names.filter { missing & Int32($0.part) != 0 }.map(\.name)
  }

  /// A fresh worker for a run with these ceilings.
  func worker(for limits: LuaLimits) throws(LuaError) -> Worker {
    try state.withLock { state throws(LuaError) in
      try teach(&state)
      let bounds = gw_bounds(limits)
      let standard = gw_bounds(.standard)
      guard bounds.cpu <= standard.cpu, bounds.address_space <= standard.address_space else {
        return try make(bounds, &state)
      }
      if state.ready.isEmpty { state.ready.append(try make(standard, &state)) }
      let worker = state.ready.removeFirst()
      while state.ready.count < spare { state.ready.append(try make(standard, &state)) }
      return worker
    }
  }

  /// Starts afresh with the next worker; for when the fork server seems to be gone.
  func reset() {
    state.withLock { state in
      state.server = nil
      state.ready = []
      state.untold = Array(state.known.keys)
    }
  }

  /// Notes what `source` answered.
  func learn(_ name: String, _ text: String) {
    state.withLock { state in
      guard state.known[name] == nil else { return }
      state.known[name] = text
      state.untold.append(name)
    }
  }

  func note(parts: UInt32) {
    state.withLock { $0.missing = UInt32(GW_ALL_PARTS) & ~parts }
  }

  /// Tells the server what came up since the last worker; those that are ready do not know it.
  private func teach(_ state: inout State) throws(LuaError) {
    guard !state.untold.isEmpty else { return }
    let server = try server(&state)
    for name in state.untold.sorted() { server.teach(name, state.known[name] ?? "") }
    state.untold = []
    state.ready = []
  }

  private func server(_ state: inout State) throws(LuaError) -> ForkServer {
    if let server = state.server { return server }
    let server = try ForkServer(program: program)
    state.server = server
    return server
  }

  private func make(_ bounds: gw_bounds, _ state: inout State) throws(LuaError) -> Worker {
    for _ in 1...2 {
      var bounds = bounds
      state.count &+= 1
      bounds.number = state.count
      if let worker = try server(&state).makeWorker(bounds) { return worker }
      state.server = nil
      state.ready = []
    }
    throw LuaError(kind: "worker", message: "no worker process can be started: it ends at once")
  }
}

extension gw_bounds {
  /// What the kernel holds a worker to: backstops, as the ceilings themselves are kept inside it.
  init(_ limits: LuaLimits) {
    self.init()
    let seconds = max(limits.time ?? .zero, LuaLimits.standard.time ?? .zero).components.seconds
    cpu = UInt32(clamping: seconds + 5)
    // Twice the ceiling, as a block that grows is there twice; and tapes on the way in and out.
    let tapes = 512 << 20
    address_space = limits.memory.map { UInt64(clamping: $0 * 2 + tapes) } ?? UInt64.max
  }
}
