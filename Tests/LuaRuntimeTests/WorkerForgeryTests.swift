import CLuaBridge
import CWorker
import Glibc
import JSON
import Testing

@testable import LuaRuntime

/// As much as a packet holds.
private let full = [UInt8](repeating: 0, count: 61_440)

/// What a worker that was taken over may send, and what is said of it.
private let forgeries: [(name: String, packets: [[UInt8]], text: String)] = [
  ("a result first", [FakeWorker.result(Array("N".utf8))], "no greeting"),
  ("half a greeting", [FakeWorker.packet(GW_HELLO, [1, 2])], "no greeting"),
  ("an unknown kind", [FakeWorker.hello, FakeWorker.packet(122)], "unknown kind"),
  ("an answer of the host's", [FakeWorker.hello, FakeWorker.packet(GW_ANSWER)], "unknown kind"),
  ("less than a header", [FakeWorker.hello, [67, 0]], "broken message"),
  ("a wrong mark", [FakeWorker.hello, FakeWorker.packet(GW_CALL, more: 7)], "broken message"),
  (
    "a packet that is too large",
    [FakeWorker.hello, FakeWorker.packet(GW_CALL, Array(repeating: 0, count: 61_441))],
    "broken message"
  ),
  (
    "another kind in the middle of a message",
    [
      FakeWorker.hello, FakeWorker.packet(GW_CALL, full, more: 1),
      FakeWorker.packet(GW_RESULT, [0]),
    ], "broken message"
  ),
  ("more of nothing", [FakeWorker.hello, FakeWorker.packet(GW_CALL, more: 1)], "broken message"),
  ("a call that is cut off", [FakeWorker.hello, FakeWorker.packet(GW_CALL, [0, 0])], "a call"),
  (
    "a function that is not there",
    [FakeWorker.hello, FakeWorker.call(TapeText.array(0), function: 99)], "a call"
  ),
  (
    "a name that is longer than the message",
    [FakeWorker.hello, FakeWorker.call(TapeText.array(0), sourceLength: .max)], "a call"
  ),
  ("no tape", [FakeWorker.hello, FakeWorker.call([])], "a call"),
  ("no array", [FakeWorker.hello, FakeWorker.call(Array("T".utf8))], "a call"),
  ("too many elements", [FakeWorker.hello, FakeWorker.call(TapeText.array(.max))], "a call"),
  ("a deep value", [FakeWorker.hello, FakeWorker.call(TapeText.nested(200))], "a call"),
  ("bytes after it", [FakeWorker.hello, FakeWorker.call(TapeText.array(0) + [78])], "a call"),
  (
    "a member twice",
    [
      FakeWorker.hello,
      FakeWorker.call(
        TapeText.array(1, TapeText.map(2, TapeText.member("id") + TapeText.member("id")))),
    ], "a call"
  ),
  ("a result that is cut off", [FakeWorker.hello, FakeWorker.packet(GW_RESULT, [0])], "a result"),
  (
    "an unknown ceiling", [FakeWorker.hello, FakeWorker.result(Array("N".utf8), limit: 99)],
    "a result"
  ),
  (
    "its end in the middle of a message",
    [
      FakeWorker.hello, FakeWorker.packet(GW_CALL, full, more: 1),
      FakeWorker.packet(GW_EXIT, FakeWorker.bytes(SIGSEGV)),
    ], "SIGSEGV"
  ),
]

@Suite(.timeLimit(.minutes(2))) struct WorkerForgeryTests {
  private let limits = LuaLimits(time: .seconds(5), hostCalls: 10)
  private let nothing = HostFunction("nothing") { _ in nil }

  @Test(arguments: forgeries)
  func `a forged message ends the run and nothing else`(
    name: String, packets: [[UInt8]], text: String
  ) async throws {
    let fake = FakeWorker()
    defer { close(fake.socket) }
    for packet in packets { fake.send(packet) }
    let run = workerRun(limits: limits, functions: [nothing], hired: fake.worker)
    let error = await #expect(throws: LuaError.self) { try await run.call("") }
    #expect(error?.kind == "worker")
    #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    #expect(try await evaluate("return 1", in: .worker) == 1)
  }

  @Test func `a worker that says nothing more is gone`() async {
    let fake = FakeWorker()
    fake.send(FakeWorker.hello)
    close(fake.socket)
    let run = workerRun(limits: limits, hired: fake.worker)
    let error = await #expect(throws: LuaError.self) { try await run.call("") }
    #expect(error?.message.contains("ended without a word") == true)
  }

  @Test func `a message without end is cut off`() async {
    let fake = FakeWorker()
    let thread = onThread {
      defer { close(fake.socket) }
      fake.send(FakeWorker.hello)
      let piece = FakeWorker.packet(GW_CALL, Array(repeating: 0, count: 61_440), more: 1)
      for _ in 0..<2_000 where !fake.send(piece) { return }
    }
    do {
      let run = workerRun(limits: limits, functions: [nothing], hired: fake.worker)
      let error = await #expect(throws: LuaError.self) { try await run.call("") }
      #expect(error?.message.contains("broken message") == true)
    }
    shutdown(fake.socket, Int32(SHUT_RDWR))
    await thread.value
  }

  @Test func `calls without end are cut off`() async {
    let fake = FakeWorker()
    let thread = onThread {
      defer { close(fake.socket) }
      fake.send(FakeWorker.hello)
      for _ in 0..<20_000 {
        guard fake.send(FakeWorker.call(TapeText.array(0))) else { return }
        fake.receive()
      }
    }
    let run = workerRun(limits: limits, functions: [nothing], hired: fake.worker)
    let error = await #expect(throws: LuaError.self) { try await run.call("") }
    #expect(error?.message.contains("too many calls") == true)
    shutdown(fake.socket, Int32(SHUT_RDWR))
    await thread.value
  }

  @Test func `what the boundary writes is a tape`() {
    for tape in [Array("N".utf8), TapeText.nested(100), TapeText.map(1, TapeText.member("id"))] {
      let isTape = unsafe tape.withUnsafeBytes { unsafe gw_is_tape(gl_bytes($0)) }
      #expect(isTape)
    }
  }
}
