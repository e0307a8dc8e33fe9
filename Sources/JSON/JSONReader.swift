extension JSONValue {
  /// Reads one JSON value (RFC 8259) from UTF-8 bytes.
  ///
  /// Stricter than most readers, because what is read here may be replayed later: a name given twice
  /// in one object, a lone surrogate, invalid UTF-8, text after the value and a number that would
  /// lose digits are errors. Integers that fit 64 bits become `.integer`; anything with a fraction
  /// or an exponent becomes `.number`. A byte order mark in front is skipped.
  /// - Parameters:
  ///   - maximumDepth: how many arrays and objects may be open at once.
  ///   - maximumValues: how many values there may be in all.
  public init(
    parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 128, maximumValues: Int = .max
  ) throws(JSONSyntaxError) {
    var reader = JSONReader(
      bytes: Array(bytes), maximumDepth: maximumDepth, maximumValues: maximumValues)
    self = try reader.readDocument()
  }

  /// Reads one JSON value from a string; see `init(parsing:maximumDepth:)` for bytes.
  public init(
    parsing text: String, maximumDepth: Int = 128, maximumValues: Int = .max
  ) throws(JSONSyntaxError) {
    try self.init(parsing: text.utf8, maximumDepth: maximumDepth, maximumValues: maximumValues)
  }
}

/// A recursive-descent reader over bytes in memory.
struct JSONReader {
  let bytes: [UInt8]
  let maximumDepth: Int
  let maximumValues: Int
  private var values = 0
  /// The next byte to look at.
  var index = 0
  var depth = 0
  var cache: StringCache

  init(bytes: [UInt8], maximumDepth: Int, maximumValues: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.maximumValues = maximumValues
    cache = StringCache(forTextOf: bytes.count)
  }

  mutating func readDocument() throws(JSONSyntaxError) -> JSONValue {
    if bytes.starts(with: ASCII.byteOrderMark) { index = ASCII.byteOrderMark.count }
    skipSpace()
    if index == bytes.count { throw error("there is no JSON here: the text is empty") }
    let value = try readValue()
    skipSpace()
    if index < bytes.count { throw error("the JSON value ended before this, but \(found) follows") }
    return value
  }

  mutating func readValue() throws(JSONSyntaxError) -> JSONValue {
    guard index < bytes.count else { throw error("expected a value, found \(found)") }
    values += 1
    if values > maximumValues { throw error("there are more than \(maximumValues) values") }
    switch bytes[index] {
    case ASCII.quote: return .string(try readString())
    case ASCII.openBrace: return try readObject()
    case ASCII.openBracket: return try readArray()
    case ASCII.minus, ASCII.zero...ASCII.nine: return try readNumber()
    case let byte where ASCII.isLetter(byte): return try readWord()
    default: throw error("expected a value, found \(found)")
    }
  }

  private mutating func readWord() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    while index < bytes.count, ASCII.isLetter(bytes[index]) { index += 1 }
    if isWord(ASCII.trueWord, start) { return .bool(true) }
    if isWord(ASCII.falseWord, start) { return .bool(false) }
    if isWord(ASCII.nullWord, start) { return .null }
    let text = String(decoding: bytes[start..<index].prefix(20), as: UTF8.self)
    throw error("'\(text)' is no JSON value; its words are true, false and null", at: start)
  }

  /// Whether the bytes from there to the current place are that word.
  private func isWord(_ word: [UInt8], _ start: Int) -> Bool {
    guard index - start == word.count else { return false }
    for offset in word.indices where bytes[start + offset] != word[offset] { return false }
    return true
  }

  private mutating func readArray() throws(JSONSyntaxError) -> JSONValue {
    try open("array")
    var elements: [JSONValue] = []
    if take(ASCII.closeBracket) { return close(.array([])) }
    while true {
      elements.append(try readValue())
      skipSpace()
      if take(ASCII.closeBracket) { return close(.array(elements)) }
      try takeComma(orElse: "',' or ']'")
      if peek(ASCII.closeBracket) { throw error("no value after the last ','; remove the comma") }
    }
  }

  private mutating func readObject() throws(JSONSyntaxError) -> JSONValue {
    try open("object")
    var members = UniqueMembers()
    if take(ASCII.closeBrace) { return close(.object(JSONObject())) }
    while true {
      let start = index
      guard peek(ASCII.quote) else { throw error("expected a name in quotes, found \(found)") }
      let key = try readString()
      skipSpace()
      guard take(ASCII.colon) else { throw error("expected ':' after a name, found \(found)") }
      skipSpace()
      guard members.append(key, try readValue()) else {
        throw error("the name '\(key)' is given twice in one object", at: start)
      }
      skipSpace()
      if take(ASCII.closeBrace) { return close(.object(members.object)) }
      try takeComma(orElse: "',' or '}'")
      if peek(ASCII.closeBrace) { throw error("no member after the last ','; remove the comma") }
    }
  }
}

extension JSONReader {
  /// Steps over the opening bracket and the space after it.
  private mutating func open(_ kind: String) throws(JSONSyntaxError) {
    depth += 1
    if depth > maximumDepth {
      throw error("this \(kind) is nested more than \(maximumDepth) levels deep")
    }
    index += 1
    skipSpace()
  }

  private mutating func close(_ value: JSONValue) -> JSONValue {
    depth -= 1
    return value
  }

  private mutating func takeComma(orElse wanted: String) throws(JSONSyntaxError) {
    guard take(ASCII.comma) else { throw error("expected \(wanted), found \(found)") }
    skipSpace()
  }

  private func peek(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek(byte) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case ASCII.space, ASCII.lineFeed, ASCII.carriageReturn, ASCII.tab: index += 1
      default: return
      }
    }
  }

  func error(_ message: String, at offset: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(message, at: offset ?? index, in: bytes)
  }

  /// What stands at the current place, in words.
  private var found: String {
    guard index < bytes.count else { return "the end of the text" }
    let byte = bytes[index]
    if byte < ASCII.space || byte == 0x7F { return "the control character \(hex(byte))" }
    var decoder = UTF8()
    var rest = bytes[index...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&rest) { return "'\(Character(scalar))'" }
    return "the byte \(hex(byte)), which is no valid UTF-8"
  }

  func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}
