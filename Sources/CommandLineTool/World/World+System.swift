import CPosix
import Engine
import FoundationEssentials
import Glibc
import HighLevel

extension World {
  /// The real one.
  static func system() -> World {
    // A reader that goes away is an answer of `write`, not a death.
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow further is one too.
    signal(SIGXFSZ, SIG_IGN)
    // Memory may hold tokens and passwords.
    ghlua_no_core()
    let width = ghlua_terminal_width(STDOUT_FILENO)
    return World(
      arguments: Array(CommandLine.arguments.dropFirst()),
      environment: environment(), input: SystemInput(),
      writeOutput: { write($0, to: STDOUT_FILENO) }, writeError: { write($0, to: STDERR_FILENO) },
      inputIsTerminal: isatty(STDIN_FILENO) == 1, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1, width: width > 0 ? Int(width) : 80,
      clock: {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
      },
      readAnswer: { readLine() }, readSecret: readSecret, keyboard: { SystemKeyboard() })
  }

  /// Read without Foundation, which takes longer for it than Lua for a whole start.
  private static func environment() -> [String: String] {
    var bytes = [UInt8](repeating: 0, count: ghlua_environment(nil, 0))
    _ = ghlua_environment(&bytes, bytes.count)
    var found: [String: String] = [:]
    for text in bytes.split(separator: 0) {
      guard let end = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = String(decoding: text[(end + 1)...], as: UTF8.self)
      found[String(decoding: text[..<end], as: UTF8.self)] = value
    }
    return found
  }

  private static func readSecret() -> String? {
    var buffer = [CChar](repeating: 0, count: 65_536)
    let count = ghlua_read_hidden(&buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    // Nobody is left to tell when even this fails.
    _ = ghlua_write(descriptor, text, text.utf8.count)
  }
}
