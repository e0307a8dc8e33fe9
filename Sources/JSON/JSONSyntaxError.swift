/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that names what was found.
  public let message: String
  /// The line, from 1.
  public let line: Int
  /// The character in that line, from 1 (a character is a Unicode scalar here, as in most editors).
  public let column: Int

  public init(message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }

  /// `line 3, column 7: …`
  public var description: String { "line \(line), column \(column): \(message)" }

  /// Finds line and column of an offset; only called once something is wrong.
  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    self.message = message
    line = before.count { $0 == ASCII.lineFeed } + 1
    // Continuation bytes (10xxxxxx) belong to the character before; a byte order mark is none.
    let hasMark = lineStart == 0 && before.starts(with: ASCII.byteOrderMark)
    column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + (hasMark ? 0 : 1)
  }
}
