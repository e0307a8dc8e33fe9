import Dispatch
import Foundation
import Glibc
import JSON
import Testing

@testable import LuaRuntime

/// What becomes of the host when a worker crashes or hangs: nothing.
@Suite(.serialized, .timeLimit(.minutes(10))) struct WorkerContainmentTests {
  @Test(arguments: HostileSnippet.all)
  func `a hostile snippet is contained by a worker as it is without`(
    snippet: HostileSnippet
  ) async throws {
    let outcome = try await HostileOutcome(of: snippet, in: .worker)
    print(outcome.row(snippet.name, by: "worker"))
    #expect(!outcome.text.contains("ESCAPED"), "\(outcome.text)")
    if !snippet.expected.isEmpty {
      #expect(snippet.expected.contains { $0 == outcome.kind }, "\(outcome.kind): \(outcome.text)")
    }
    #expect(outcome.peakMemory <= 32 << 20)
    #expect(outcome.kind != "worker", "\(outcome.text)")
  }

  /// Without the inner wall many of them crash or hang this Lua; the process alone contains them.
  @Test(arguments: HostileSnippet.all)
  func `the outer wall alone contains a hostile snippet`(snippet: HostileSnippet) async throws {
    let start = ContinuousClock.now
    var kind = "result"
    do throws(LuaError) {
      let ro = "ro = {} "
      _ = try await WorkerPool.shared.probe(ro + snippet.source, time: .milliseconds(300))
    } catch {
      kind = error.kind == "worker" ? error.message : error.kind
    }
    let time = ContinuousClock.now - start
    print("outer | \(snippet.name) | \(kind) | \(time / .milliseconds(1)) ms")
    #expect(time < .seconds(2))
    #expect(try await WorkerPool.shared.probe("return 1 + 1") == "2")
  }

  @Test(arguments: [SIGSEGV, SIGKILL, SIGABRT])
  func `a worker that dies in mid-run is a clean error`(signal: Int32) async throws {
    var process: (() -> Int32?)?
    let die = HostFunction("die", wantsPlace: true) { _ in
      if let id = process?() { kill(id, signal) }
      return nil
    }
    let run = workerRun(limits: LuaLimits(time: .seconds(10)), functions: [die])
    process = { [unowned run] in run.process }
    let error = await #expect(throws: LuaError.self) {
      try await run.call("local x = host.die() while true do end")
    }
    #expect(error?.kind == "worker")
    let name = [SIGSEGV: "SIGSEGV", SIGKILL: "SIGKILL", SIGABRT: "SIGABRT"][signal] ?? ""
    #expect(error?.message.contains(name) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("the last of die") == true)
    let again = await #expect(throws: LuaError.self) { try await run.call("return 1") }
    #expect(again == error)
    #expect(await isGone(try #require(run.process)))
  }

  @Test func `a worker that hangs is killed after its time`() async throws {
    var process: (() -> Int32?)?
    let stop = HostFunction("stop") { _ in
      if let id = process?() { kill(id, SIGSTOP) }
      return nil
    }
    let run = workerRun(limits: LuaLimits(time: .milliseconds(100)), functions: [stop])
    process = { [unowned run] in run.process }
    let start = ContinuousClock.now
    let error = await #expect(throws: LuaError.self) { try await run.call("host.stop()") }
    #expect(error?.limit == .time)
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(await isGone(try #require(run.process)))
  }

  @Test func `a worker that exits is a clean error`() async {
    let error = await #expect(throws: LuaError.self) {
      try await WorkerPool.shared.probe("os.exit(7)")
    }
    #expect(error?.message.contains("ended with the code 7") == true, "\(error?.message ?? "")")
  }

  @Test func `a run that nobody wants any more takes its process along`() async throws {
    var process: Int32?
    do {
      let run = workerRun()
      _ = try await run.call("return 1")
      process = run.process
    }
    #expect(await isGone(try #require(process)))
  }

  @Test func `workers end with their host`() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      var process: (() -> Int32?)?
      let die = HostFunction("die") { _ in
        let id: Int32 = process?() ?? 0
        try? String(id).write(toFile: path, atomically: true, encoding: .utf8)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { kill(getpid(), SIGKILL) }
        return nil
      }
      let run = WorkerRun(
        .shared, limits: LuaLimits(time: .seconds(60)), functions: [die], boot: evaluator,
        name: "=boot")
      process = { [unowned run] in run.process }
      _ = try await run.call("host.die() while true do end")
    }
    let process = try #require(Int32(try String(contentsOfFile: path, encoding: .utf8)))
    #expect(process > 0)
    #expect(await isGone(process))
  }
}
