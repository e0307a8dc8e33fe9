import CLuaBridge
import Glibc

/// Reading what a worker sent, which may be anything.
extension UnsafeRawBufferPointer {
  /// The structure that the bytes begin with; nil when there are too few.
  func read<Value: BitwiseCopyable>(_: Value.Type) -> Value? {
    guard count >= MemoryLayout<Value>.size else { return nil }
    return unsafe loadUnaligned(as: Value.self)
  }

  func part(_ start: Int, _ length: Int) -> UnsafeRawBufferPointer? {
    guard length <= count - start else { return nil }
    return unsafe UnsafeRawBufferPointer(rebasing: self[start..<(start + length)])
  }

  func rest(_ start: Int) -> UnsafeRawBufferPointer? { unsafe part(start, count - start) }
}

/// Writing what a worker reads.
extension [UInt8] {
  mutating func append<Value: BitwiseCopyable>(bytesOf value: Value) {
    unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
  }

  mutating func append(text: String) {
    append(bytesOf: UInt32(text.utf8.count))
    self += text.utf8
  }
}

extension WorkerEnd {
  /// What the worker did, for a sentence.
  var words: String {
    switch self {
    case .exited(let status): Self.words(status)
    case .closed: "ended without a word"
    case .forged(let what): "sent \(what) and was killed"
    case .late: "did not answer and was killed"
    case .cancelled: "was stopped"
    case .unavailable(let problem): problem.message
    }
  }

  /// The lower 7 bits are the signal, the next 8 of a normal end the code (wait(2)).
  private static func words(_ status: Int32) -> String {
    let signal = status & 0x7F
    guard signal != 0 else { return "ended with the code \(status >> 8 & 0xFF)" }
    let names: [Int32: String] = [
      SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGILL: "SIGILL", SIGFPE: "SIGFPE",
      SIGKILL: "SIGKILL", SIGSYS: "SIGSYS", SIGXCPU: "SIGXCPU", SIGTERM: "SIGTERM",
    ]
    return "was ended by \(names[signal] ?? "signal \(signal)")"
  }
}
