extension CSVTable {
  /// The table as CSV text; reading it gives back the same header and fields.
  ///
  /// Lines end with LF. The line numbers of the rows play no part.
  public var text: String {
    var text = Self.line(header, delimiter: delimiter)
    for row in rows { text += Self.line(row.fields, delimiter: delimiter) }
    return text
  }

  /// One row as a line of CSV, its line end included; for writing as rows come in.
  public static func line(_ fields: [String], delimiter: Delimiter = .comma) -> String {
    // A row of one empty field must not look like an empty line.
    if fields == [""] { return "\"\"\n" }
    return fields.map(quoted).joined(separator: String(delimiter.rawValue)) + "\n"
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: needsQuotes) || field.utf8.starts(with: byteOrderMark) else {
      return field
    }
    var bytes: [UInt8] = [CSVReader.quote]
    for byte in field.utf8 {
      if byte == CSVReader.quote { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(CSVReader.quote)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// In front of a file this would be taken for a mark of the encoding.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Any delimiter, or a reader could take the wrong one for the file's.
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case CSVReader.quote, CSVReader.lineFeed, CSVReader.carriageReturn: true
    default: Delimiter.allCases.contains { $0.byte == byte }
    }
  }
}
