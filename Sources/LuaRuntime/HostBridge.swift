import CLuaBridge
import JSON

/// The Swift end of the boundary's callback: what C calls when Lua calls a host function.
///
/// Kept apart from `LuaState`, because it is entered while a method of the state is running.
final class HostBridge {
  private let functions: [HostFunction]
  private let answer = TapeWriter()
  /// The call that was answered with "later"; taken by the state that drives the run.
  var pending: (call: HostCall, body: (HostCall) async throws(LuaError) -> JSONValue?)?

  init(_ functions: [HostFunction]) { self.functions = functions }

  static let callback: gl_host = { context, call, answer in
    guard let context = unsafe context, let call = unsafe call, let answer = unsafe answer else {
      return GL_ERROR
    }
    let bridge = unsafe Unmanaged<HostBridge>.fromOpaque(context).takeUnretainedValue()
    let status = unsafe bridge.perform(call.pointee)
    unsafe answer.pointee = bridge.answer.tape
    return status
  }

  private func perform(_ raw: gl_call) -> gl_status {
    answer.shrink()  // it may have held the text of a module
    do throws(LuaError) {
      let function = unsafe functions[Int(raw.function)]
      let call = try unsafe HostCall(raw)
      switch function.body {
      case .immediate(let body):
        answer.write(try body(call))
        return GL_OK
      case .suspending(let body):
        pending = (call, body)
        return GL_PENDING
      }
    } catch {
      return answer.write(error)
    }
  }
}

extension HostCall {
  init(_ raw: gl_call) throws(LuaError) {
    var reader = unsafe TapeReader(UnsafeRawBufferPointer(raw.arguments))
    do { arguments = try reader.readArguments() } catch {
      throw LuaError(kind: "invalid", message: error.message)
    }
    file = unsafe raw.source.map { unsafe String(cString: $0) }
    size = unsafe raw.arguments.count
    line = unsafe raw.source == nil ? nil : Int(raw.line)
  }
}

extension TapeWriter {
  /// Writes what a host function failed with, and gives the status to it.
  func write(_ error: LuaError) -> gl_status {
    guard let limit = error.limit else {
      write(error.asValue)
      return GL_ERROR
    }
    write(.integer(Int64(gl_limit(limit).rawValue)))
    return GL_STOP
  }

  /// The bytes as the boundary takes them.
  var tape: gl_bytes { unsafe gl_bytes(self.bytes) }
}

extension gl_bytes {
  init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.init(
      bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count)
  }
}

extension UnsafeRawBufferPointer {
  init(_ bytes: gl_bytes) {
    unsafe self.init(start: bytes.bytes, count: bytes.count)
  }
}
