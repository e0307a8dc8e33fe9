/// Cuts a source into words.
struct Lexer {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var lineStart = 0
  private(set) var comments: [CodeComment] = []

  init(_ source: String) {
    bytes = Array(source.utf8)
    if bytes.first == UInt8(ascii: "#") { skipLine() }
  }

  mutating func next() throws(LuaSyntaxError) -> Token {
    try skipSpace()
    let start = here
    guard let byte = peek() else { return Token(kind: .end, text: "", place: start) }
    if Self.isNameByte(byte), !Self.isDigit(byte) {
      while let byte = peek(), Self.isNameByte(byte) { at += 1 }
      let text = text(from: start)
      return Token(
        kind: Token.keywords.contains(text) ? .keyword : .name, text: text,
        place: place(from: start))
    }
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true) {
      skipNumber()
      return Token(kind: .number, text: text(from: start), place: place(from: start))
    }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      let value = try shortString(byte, from: start)
      return Token(kind: .string, text: value, place: place(from: start))
    }
    if byte == UInt8(ascii: "["), let level = longBracket() {
      let value = try longText(level, from: start)
      return Token(kind: .string, text: value, place: place(from: start))
    }
    for symbol in Token.symbols where bytes[at...].starts(with: symbol.bytes) {
      at += symbol.bytes.count
      return Token(kind: .symbol, text: symbol.text, place: place(from: start))
    }
    at += 1
    throw LuaSyntaxError(
      message: "'\(text(from: start))' is no part of Lua", place: place(from: start))
  }

  // MARK: Where it is

  func peek(_ ahead: Int = 0) -> UInt8? {
    at + ahead < bytes.count ? bytes[at + ahead] : nil
  }

  private var here: CodePlace {
    CodePlace(line: line, column: at - lineStart + 1, bytes: at..<at)
  }

  private func place(from start: CodePlace) -> CodePlace { start.through(here) }

  private func text(from start: CodePlace) -> String {
    String(decoding: bytes[start.bytes.lowerBound..<at], as: UTF8.self)
  }

  /// Steps over one byte and counts lines.
  private mutating func step() {
    if bytes[at] == UInt8(ascii: "\n") {
      line += 1
      lineStart = at + 1
    }
    at += 1
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  // MARK: Space and comments

  private mutating func skipLine() {
    while let byte = peek(), byte != UInt8(ascii: "\n") { at += 1 }
  }

  private mutating func skipSpace() throws(LuaSyntaxError) {
    while let byte = peek() {
      if byte == 32 || (9...13).contains(byte) {
        step()
      } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(LuaSyntaxError) {
    let start = here
    at += 2
    let text: String
    if peek() == UInt8(ascii: "["), let level = longBracket() {
      text = try longText(level, from: start)
    } else {
      let first = at
      skipLine()
      text = String(decoding: bytes[first..<at], as: UTF8.self)
    }
    comments.append(CodeComment(text: text, place: place(from: start)))
  }

  // MARK: Numbers and strings

  private mutating func skipNumber() {
    let isHex = peek() == 48 && (peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X"))
    let exponents: [UInt8] = isHex ? Array("pP".utf8) : Array("eE".utf8)
    while let byte = peek(), Self.isNameByte(byte) || byte == UInt8(ascii: ".") {
      at += 1
      if exponents.contains(byte), peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") {
        at += 1
      }
    }
  }

  /// The level of a long bracket that begins here; nil when none does.
  private func longBracket() -> Int? {
    var level = 0
    while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
    return peek(1 + level) == UInt8(ascii: "[") ? level : nil
  }

  private mutating func longText(
    _ level: Int, from start: CodePlace
  ) throws(LuaSyntaxError) -> String {
    at += level + 2
    if peek() == 13 { step() }
    if peek() == 10 { step() }
    let first = at
    let close =
      [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level)
      + [UInt8(ascii: "]")]
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "]"), bytes[at...].starts(with: close) {
        let text = String(decoding: bytes[first..<at], as: UTF8.self)
        at += close.count
        return text
      }
      step()
    }
    throw LuaSyntaxError(message: "this text is not closed", place: start)
  }

  private mutating func shortString(
    _ quote: UInt8, from start: CodePlace
  ) throws(LuaSyntaxError) -> String {
    at += 1
    var value: [UInt8] = []
    while let byte = peek(), byte != quote {
      if byte == 10 { break }
      if byte == UInt8(ascii: "\\") {
        at += 1
        readEscape(into: &value)
      } else {
        value.append(byte)
        at += 1
      }
    }
    guard peek() == quote else {
      throw LuaSyntaxError(message: "this text is not closed", place: start)
    }
    at += 1
    return String(decoding: value, as: UTF8.self)
  }

  /// Reads what stands behind a backslash. What matters here are plain texts: `\x41`, `\65` and
  /// `\u{41}` stay as written.
  private mutating func readEscape(into value: inout [UInt8]) {
    guard let byte = peek() else { return }
    switch byte {
    case UInt8(ascii: "n"): value.append(10)
    case UInt8(ascii: "t"): value.append(9)
    case UInt8(ascii: "r"): value.append(13)
    case UInt8(ascii: "z"):
      at += 1
      while let space = peek(), space == 32 || (9...13).contains(space) { step() }
      return
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), 10: value.append(byte)
    default: value += [UInt8(ascii: "\\"), byte]
    }
    step()
  }
}
