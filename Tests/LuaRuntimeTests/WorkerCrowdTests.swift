import Foundation
import Glibc
import JSON
import Synchronization
import Testing

@testable import LuaRuntime

/// Where calls of many workers wait for one another.
private final class Door: Sendable {
  private let visitors = Mutex<[(process: Int32, continuation: CheckedContinuation<Void, Never>)]>(
    [])

  var processes: [Int32] { visitors.withLock { $0.map(\.process) } }

  func wait(_ process: Int32) async {
    await withCheckedContinuation { visitor in
      visitors.withLock { $0.append((process, visitor)) }
    }
  }

  func open() {
    let waiting = visitors.withLock { visitors in
      defer { visitors = [] }
      return visitors
    }
    for visitor in waiting { visitor.continuation.resume() }
  }
}

/// Runs alone (scripts/test): beside all other tests it would measure the machine.
@Suite(.timeLimit(.minutes(2))) struct WorkerCrowdTests {
  /// Looking needs the rights to: workers are closed to their own user.
  @Test(.enabled(if: geteuid() == 0))
  func `two hundred workers wait at once in at most 3 MB each`() async throws {
    let (count, door, pool) = (200, Door(), WorkerPool())
    try await withThrowingTaskGroup(of: Bool.self) { runs in
      for _ in 0..<count {
        runs.addTask { try await Self.run(in: pool, behind: door) == "done" }
      }
      let end = ContinuousClock.now + .seconds(60)
      while door.processes.count < count, ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(5))
      }
      defer { door.open() }
      let processes = door.processes
      try #require(Set(processes).count == count)
      let memory = try processes.map(Self.memory).sorted()
      print("crowd | median \(memory[count / 2]) KiB, most \(memory.last ?? 0) KiB a worker")
      #expect(memory.allSatisfy { $0 <= 3_000 })
      door.open()
      for try await isDone in runs { #expect(isDone) }
    }
  }

  private static func run(in pool: WorkerPool, behind door: Door) async throws -> JSONValue? {
    var process: (() -> Int32?)?
    let wait = HostFunction(suspending: "wait") { _ in
      await door.wait(process?() ?? 0)
      return nil
    }
    let run = WorkerRun(
      pool, limits: .standard, functions: [wait], boot: evaluator, name: "=boot")
    process = { [unowned run] in run.process }
    return try await run.call("host.wait() return 'done'")
  }

  /// KiB of a process, its part of what it shares counted in (proc(5), smaps_rollup).
  private static func memory(of process: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Pss:") })
    return try #require(Int(line.split(separator: " ")[1]))
  }
}
