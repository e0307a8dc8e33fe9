import CLuaBridge
import CWorker
import JSON

extension WorkerPool {
  /// Runs a text in plain Lua with all its libraries, inside a worker: behind the outer wall alone.
  ///
  /// Shows what that wall holds back and which faults the linked Lua has. Besides Lua's own functions
  /// there is `syscall(number, …)`, which gives the kernel's answer, or nil and the errno.
  ///
  /// - Returns: The text of what the chunk returned.
  /// - Throws: `worker` when the process ended, `limit-time` when it did not in time, `runtime` for
  ///   an error of the chunk's.
  public func probe(
    _ source: String, time: Duration = .seconds(5)
  ) async throws(LuaError) -> String {
    let worker = try worker(for: LuaLimits(memory: 64 << 20, time: time))
    do throws(WorkerEnd) {
      let deadline = ContinuousClock.now + time
      _ = try await worker.receive(until: deadline)
      try unsafe await worker.send(GW_PROBE, Array(source.utf8), gl_bytes(), until: deadline)
      let type = try await worker.receive(until: deadline)
      guard type == GW_FOUND, let isGood = unsafe worker.payload.first else {
        throw worker.forged("something else")
      }
      let text = unsafe String(decoding: worker.payload.dropFirst(), as: UTF8.self)
      if isGood == 0 { throw WorkerEnd.unavailable(LuaError(message: text)) }
      return text
    } catch {
      switch error {
      case .unavailable(let problem): throw problem
      case .late: throw LuaError(failure: .null, limit: .time)
      default: throw LuaError(kind: "worker", message: "the worker process \(error.words)")
      }
    }
  }
}
