import CLuaBridge
package import JSON

/// The tape by itself, without a state: what crosses to other processes, and what is fuzzed.
package enum TapeBytes {
  /// The value of a tape; nil for Lua's nil. Any bytes may be given.
  package static func value(of bytes: [UInt8]) throws(LuaError) -> JSONValue? {
    let result = unsafe bytes.withUnsafeBytes { bytes -> Result<JSONValue?, TapeError> in
      var reader = unsafe TapeReader(bytes)
      do throws(TapeError) { return .success(try reader.read()) } catch { return .failure(error) }
    }
    do throws(TapeError) { return try result.get() } catch {
      throw LuaError(kind: "invalid", message: error.message)
    }
  }

  package static func bytes(of value: JSONValue?) -> [UInt8] {
    let writer = TapeWriter()
    writer.write(value)
    return unsafe [UInt8](writer.bytes)
  }
}

extension LuaState {
  /// Calls the entry with arguments that are a tape already; any bytes may be given.
  package func call(tape: [UInt8]) throws(LuaError) -> JSONValue? {
    let outcome = unsafe tape.withUnsafeBytes { unsafe start(gl_bytes($0)) }
    guard outcome == GL_DONE else { throw failure() }
    return try result()
  }
}
