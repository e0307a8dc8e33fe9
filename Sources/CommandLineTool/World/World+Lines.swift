import Dispatch

extension World {
  /// The lines of standard input as they come; ends with it.
  func lines() -> AsyncStream<String> {
    let read = readAnswer
    return AsyncStream { lines in
      // Reading blocks, so it has a thread of its own.
      DispatchQueue(label: "lines").async {
        while let line = read() { lines.yield(line) }
        lines.finish()
      }
    }
  }
}
