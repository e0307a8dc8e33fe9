extension CSVTable {
  /// Reads CSV (RFC 4180) from UTF-8 bytes.
  ///
  /// A byte order mark is skipped; lines end with LF, CRLF or CR; empty lines count but are no rows.
  /// The delimiter is the one of `,` `;` and tab that occurs most often in the header, outside
  /// quotes. Spaces belong to the value. A quote in the middle of an unquoted value is an ordinary
  /// character.
  ///
  /// - Parameter maximumFields: How many fields there may be in all, the header's among them.
  public init(
    parsing bytes: some Sequence<UInt8>, maximumFields: Int = .max
  ) throws(CSVError) {
    var reader = try CSVReader(bytes: Array(bytes), maximumFields: maximumFields)
    self = try reader.readTable()
  }

  /// Reads CSV from a string; see `init(parsing:)` for bytes.
  public init(parsing text: String, maximumFields: Int = .max) throws(CSVError) {
    try self.init(parsing: text.utf8, maximumFields: maximumFields)
  }
}

struct CSVReader {
  private let bytes: [UInt8]
  /// The next byte to look at.
  private var index: Int
  private var line = 1
  private var delimiter = CSVTable.Delimiter.comma
  private let maximumFields: Int
  private var fieldCount = 0

  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  init(bytes: [UInt8], maximumFields: Int) throws(CSVError) {
    self.bytes = bytes
    self.maximumFields = maximumFields
    index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let offset = bytes.firstIndex(of: 0) { throw CSVError(.binary, line: line(of: offset)) }
    let invalid: Int
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return
    } catch {
      invalid = error.byteOffsets.lowerBound
    }
    throw CSVError(.invalidUTF8, line: line(of: invalid))
  }

  mutating func readTable() throws(CSVError) -> CSVTable {
    skipEmptyLines()
    delimiter = mostFrequentDelimiter()
    let headerLine = line
    guard index < bytes.count else { throw CSVError(.empty, line: 1) }
    let header = try readRow()
    try check(header, line: headerLine)
    var rows: [CSVTable.Row] = []
    while true {
      skipEmptyLines()
      guard index < bytes.count else { break }
      let row = CSVTable.Row(line: line, fields: try readRow())
      guard row.fields.count == header.count else {
        throw CSVError(
          .fieldCount(expected: header.count, found: row.fields.count), line: row.line)
      }
      rows.append(row)
    }
    return CSVTable(header: header, rows: rows, delimiter: delimiter)
  }

  private func check(_ header: [String], line: Int) throws(CSVError) {
    var names: Set<String> = []
    for (index, name) in header.enumerated() {
      if name.isEmpty { throw CSVError(.unnamedColumn(number: index + 1), line: line) }
      guard names.insert(name).inserted else {
        throw CSVError(.duplicateColumn(name: name), line: line)
      }
    }
  }

  /// Looks ahead over the header only; a tie goes to the comma, then to the semicolon.
  private func mostFrequentDelimiter() -> CSVTable.Delimiter {
    var counts = [Int](repeating: 0, count: 256)
    var quoted = false
    for byte in bytes[index...] {
      if byte == Self.quote { quoted.toggle() }
      if quoted { continue }
      if isLineEnd(byte) { break }
      counts[Int(byte)] += 1
    }
    var best = CSVTable.Delimiter.comma
    for delimiter in CSVTable.Delimiter.allCases
    where counts[Int(delimiter.byte)] > counts[Int(best.byte)] {
      best = delimiter
    }
    return best
  }
}

extension CSVReader {
  /// Reads the fields up to the end of the row, and steps over that.
  private mutating func readRow() throws(CSVError) -> [String] {
    var fields: [String] = []
    while true {
      fieldCount += 1
      if fieldCount > maximumFields {
        throw CSVError(.tooManyFields(most: maximumFields), line: line)
      }
      fields.append(peek == Self.quote ? try readQuoted() : readPlain())
      guard peek == delimiter.byte else { break }
      index += 1
    }
    skipLineEnd()
    return fields
  }

  private mutating func readPlain() -> String {
    let start = index
    while let byte = peek, byte != delimiter.byte, !isLineEnd(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func readQuoted() throws(CSVError) -> String {
    let opened = line
    var field: [UInt8] = []
    index += 1
    while let byte = peek {
      index += 1
      if byte != Self.quote {
        field.append(byte)
        countLine(after: byte)
      } else if peek == Self.quote {
        field.append(byte)
        index += 1
      } else {
        guard peek.map({ $0 == delimiter.byte || isLineEnd($0) }) ?? true else {
          throw CSVError(.textAfterQuote, line: line)
        }
        return String(decoding: field, as: UTF8.self)
      }
    }
    throw CSVError(.unclosedQuote, line: opened)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private mutating func skipEmptyLines() {
    while let byte = peek, isLineEnd(byte) { skipLineEnd() }
  }

  private mutating func skipLineEnd() {
    guard let byte = peek else { return }
    index += 1
    if byte == Self.carriageReturn, peek == Self.lineFeed { index += 1 }
    line += 1
  }

  /// CRLF is one line end: of the two bytes, the second counts.
  private mutating func countLine(after byte: UInt8) {
    if byte == Self.lineFeed || byte == Self.carriageReturn && peek != Self.lineFeed { line += 1 }
  }

  private func line(of offset: Int) -> Int {
    let before = bytes[..<offset]
    let returns = before.indices.count {
      before[$0] == Self.carriageReturn && bytes[$0 + 1] != Self.lineFeed
    }
    return 1 + returns + before.count { $0 == Self.lineFeed }
  }
}
