import CPosix
import Dispatch

/// The keys of a terminal, each as it is pressed.
protocol Keyboard: Sendable {
  /// From now on keys are not shown by the terminal, and none of them is a signal.
  func open() -> AsyncStream<[UInt8]>
  /// The terminal is again as it was.
  func close()
}

/// The terminal on standard input.
struct SystemKeyboard: Keyboard {
  func open() -> AsyncStream<[UInt8]> {
    ghlua_terminal_keys(1)
    return AsyncStream { keys in
      // Reading blocks, so it has a thread of its own.
      DispatchQueue(label: "keys").async {
        var buffer = [CChar](repeating: 0, count: 4096)
        while true {
          let count = ghlua_read_keys(&buffer, buffer.count)
          guard count > 0 else { break }
          keys.yield(buffer.prefix(count).map { UInt8(bitPattern: $0) })
        }
        keys.finish()
      }
    }
  }

  func close() { ghlua_terminal_keys(0) }
}
