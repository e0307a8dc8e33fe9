import Foundation
import Glibc
import JSON
import Testing

@testable import LuaRuntime

/// Sources whose outcome must be the same in this process and in a worker, error for error.
private let sources = [
  "return 1",
  "return { list = { 1, 2.5, 'x', true }, empty = {}, text = ('x'):rep(200000) }",
  "return nil",
  "return host.echo({ a = { 1, 2, 3 }, b = 'text', c = 1.5 })",
  "return host.later({ 'after', 'a', 'wait' })",
  "local t = {} for i = 1, 50 do t[i] = host.later(i) + host.echo(i) end return t",
  "return { pcall(host.fail, 'x') }",
  "return host.fail('no such thing')",
  "local function inner() host.fail('deep') end local function outer() inner() end outer()",
  "error('plain')", "error({ kind = 'own', message = 'a table', more = 1 })", "error(nil)",
  "local x = nil; return x.y", "return #5", "syntax error here",
  "return host.echo('\\xff')", "return '\\xff'", "return host.echo(print)",
  "return host.echo({ deep = { 1, nil, 3 } })", "return print",
  "return function() end",
  "table.sort({3, 2, 1}, function(a, b) return host.later(a) < b end)",
  "local co = coroutine.wrap(function() coroutine.yield(host.later(1)) end) return co()",
  "return { pcall(coroutine.yield, 1) }",
  "for i = 1, 200 do host.echo(i) end", "while true do coroutine.create(next) end",
  "while true do host.echo() end", "local s = 'x' while true do s = s .. s end",
  "local function f(n) return 1 + f(n + 1) end f(1)",
  "pcall(function() while true do end end) return 'survived'",
  "return host.echo(('y'):rep(3000000))",
]

@Suite(.timeLimit(.minutes(5))) struct WorkerTests {
  private let limits = LuaLimits(
    memory: 16 << 20, time: .milliseconds(1500), hostCalls: 150, coroutines: 100, depth: 10_000)
  private let functions = [
    HostFunction("echo", wantsPlace: true) { call in call[0] },
    HostFunction("fail", wantsPlace: true) { call throws(LuaError) in
      throw LuaError(
        kind: "refused", message: call[0]?.string ?? "", fields: ["hint": "another way"])
    },
    HostFunction(suspending: "later") { call in
      await Task.yield()
      return call[0]
    },
  ]

  @Test(arguments: sources)
  func `a run ends the same in a worker`(source: String) async throws {
    let local = try LuaState(limits: limits, functions: functions, boot: evaluator)
    let here = await outcome(local, source)
    let worker = workerRun(limits: limits, functions: functions)
    let there = await outcome(worker, source)
    let isSame = here == there
    #expect(isSame, "\(String(describing: there).prefix(400))")
    #expect(local.hostCalls == worker.hostCalls)
  }

  @Test func `a worker can be called again, and remembers`() async throws {
    let run = workerRun()
    #expect(try await run.call("_G.n = (n or 0) + 1 return n") == 1)
    #expect(try await run.call("_G.n = (n or 0) + 1 return n") == 2)
  }

  @Test func `another run finds nothing of the last one`() async throws {
    let seen = try await evaluate("_G.leak = 1 string.leak = 1 return leak", in: .worker)
    #expect(seen == 1)
    for _ in 0..<4 { #expect(try await evaluate("return leak == nil", in: .worker) == true) }
  }

  @Test func `what source answered is known to later workers`() async throws {
    let pool = WorkerPool(spare: 1)
    let boot = """
      local host, compile = ...
      return function() return compile(nil, "=greeting", {})() end
      """
    var questions = 0
    let source = HostFunction("source") { call in
      questions += 1
      return .string("return 'hello from \(call[0]?.string ?? "")'")
    }
    for _ in 0..<3 {
      let run = try LuaIsolation.worker(pool).run(functions: [source], boot: boot)
      #expect(try await run.call() == "hello from greeting")
    }
    #expect(questions == 1)
  }

  @Test(arguments: [LuaIsolation.none, .worker])
  func `time that the host works for a call counts as the recipe's`(
    isolation: LuaIsolation
  ) async {
    let busy = HostFunction("busy") { _ in
      let end = ContinuousClock.now + .milliseconds(20)
      while ContinuousClock.now < end {}
      return nil
    }
    let limits = LuaLimits(time: .milliseconds(300), total: .seconds(60), hostCalls: 1000)
    let end = await failure(
      of: "while true do host.busy() end", limits: limits, functions: [busy], in: isolation)
    #expect(end?.limit == .time)
  }

  @Test(arguments: [LuaIsolation.none, .worker])
  func `a cancelled run is interrupted in the middle of a loop`(isolation: LuaIsolation) async {
    let (started, start) = AsyncStream<Void>.makeStream()
    let run = Task {
      let begun = HostFunction("begun") { _ in
        start.yield()
        return nil
      }
      return await failure(
        of: "host.begun() while true do pcall(next, {}) end", limits: LuaLimits(time: .seconds(60)),
        functions: [begun], in: isolation)
    }
    for await _ in started { break }
    run.cancel()
    #expect(await run.value?.kind == "interrupted")
  }

  @Test(arguments: [LuaIsolation.none, .worker])
  func `a cancelled run is interrupted while it waits`(isolation: LuaIsolation) async {
    let (started, start) = AsyncStream<Void>.makeStream()
    let run = Task {
      let wait = HostFunction(suspending: "wait") { _ in
        start.yield()
        try? await Task.sleep(for: .seconds(60))
        return nil
      }
      return await failure(
        of: "while true do pcall(host.wait) end", functions: [wait], in: isolation)
    }
    for await _ in started { break }
    run.cancel()
    #expect(await run.value?.kind == "interrupted")
  }

  @Test(arguments: [LuaIsolation.none, .worker])
  func `waits count for the total only`(isolation: LuaIsolation) async throws {
    let wait = HostFunction(suspending: "wait") { _ in
      try? await Task.sleep(for: .milliseconds(60))
      return nil
    }
    let source = "for _ = 1, 4 do host.wait() end return 'done'"
    let own = LuaLimits(time: .milliseconds(50))
    #expect(try await evaluate(source, limits: own, functions: [wait], in: isolation) == "done")
    let total = LuaLimits(time: .seconds(5), total: .milliseconds(100))
    let error = await failure(of: source, limits: total, functions: [wait], in: isolation)
    #expect(error?.limit == .total)
  }

  @Test func `time of slow host functions is not the worker's`() async throws {
    let slow = HostFunction("slow") { _ in
      usleep(30_000)
      return nil
    }
    let source = "for _ = 1, 4 do host.slow() end return 'done'"
    let limits = LuaLimits(time: .milliseconds(60))
    #expect(try await evaluate(source, limits: limits, functions: [slow], in: .worker) == "done")
  }

  @Test func `a program that makes no workers is named as the trouble`() async {
    for program in ["/nowhere/at-all", "/bin/true"] {
      let isolation = LuaIsolation.worker(WorkerPool(program: program))
      let error = await failure(of: "return 1", in: isolation)
      #expect(error?.kind == "worker", "\(program): \(error?.message ?? "nothing")")
    }
  }
}
