import CWorker
import Foundation
import Glibc
import JSON
import Testing

@testable import LuaRuntime

extension LuaIsolation {
  /// In this test program's own workers.
  static let worker = LuaIsolation.worker(.shared)
}

/// A run whose process can be asked for.
func workerRun(
  limits: LuaLimits = LuaLimits(), functions: [HostFunction] = [], hired: Worker? = nil
) -> WorkerRun {
  WorkerRun(
    .shared, limits: limits, functions: functions, boot: evaluator, name: "=boot", hired: hired)
}

/// What a run ends with.
func outcome(
  _ run: any LuaRun, _ source: String
) async -> Result<JSONValue?, LuaError> {
  do throws(LuaError) { return .success(try await run.call(.string(source))) } catch {
    return .failure(error)
  }
}

/// Waits until a process is no more.
func isGone(_ process: Int32, within time: Duration = .seconds(5)) async -> Bool {
  let end = ContinuousClock.now + time
  while kill(process, 0) == 0 {
    if ContinuousClock.now > end { return false }
    await Task.yield()
  }
  return true
}

/// Does work that may block, away from the threads that tasks share.
func onThread(_ work: @escaping @Sendable () -> Void) -> Task<Void, Never> {
  Task {
    await withCheckedContinuation { done in
      Thread.detachNewThread {
        work()
        done.resume()
      }
    }
  }
}

/// A socket at whose other end a test plays the worker.
struct FakeWorker: Sendable {
  let worker: Worker
  let socket: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    _ = unsafe socketpair(AF_UNIX, type, 0, &ends)
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    worker = Worker(number: 0, socket: ends[0], server: nil)
    socket = ends[1]
  }

  /// Sends bytes as one packet; whether somebody took them.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) >= 0
    }
  }

  /// Waits for a packet.
  func receive() {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    _ = unsafe recv(socket, &bytes, bytes.count, 0)
  }

  static func packet(_ type: Int, _ payload: [UInt8] = [], more: UInt8 = 0) -> [UInt8] {
    [UInt8(type), more, 0, 0] + payload
  }

  static let hello = packet(GW_HELLO, bytes(UInt32(GW_ALL_PARTS)) + bytes(Int32(0)))

  static func bytes<Value: BitwiseCopyable>(_ value: Value) -> [UInt8] {
    unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
  }

  /// A call of the first host function with a tape of arguments.
  static func call(_ tape: [UInt8], function: UInt32 = 0, sourceLength: UInt32 = 0) -> [UInt8] {
    packet(GW_CALL, bytes(function) + bytes(Int32(0)) + bytes(sourceLength) + tape)
  }

  static func result(_ tape: [UInt8], limit: UInt32 = 0) -> [UInt8] {
    let numbers = bytes(UInt64(0)) + bytes(UInt64(0)) + bytes(UInt64(0))
    return packet(GW_RESULT, bytes(UInt32(0)) + bytes(limit) + numbers + tape)
  }
}

/// Tapes, written by hand.
enum TapeText {
  static func array(_ count: UInt32, _ elements: [UInt8] = []) -> [UInt8] {
    Array("A".utf8) + FakeWorker.bytes(count) + elements
  }

  static func map(_ count: UInt32, _ members: [UInt8] = []) -> [UInt8] {
    Array("M".utf8) + FakeWorker.bytes(count) + members
  }

  static func member(_ key: String) -> [UInt8] {
    FakeWorker.bytes(UInt32(key.utf8.count)) + Array(key.utf8) + Array("N".utf8)
  }

  static func nested(_ depth: Int) -> [UInt8] {
    (0..<depth).reduce(into: array(0)) { tape, _ in tape = array(1, tape) }
  }
}
