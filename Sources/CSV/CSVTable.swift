/// A CSV file in memory: a header that names the columns, and rows of as many fields.
public struct CSVTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    /// The line the row starts in, from 1 (the header is in line 1).
    public var line: Int
    /// One field a column, in the header's order.
    public var fields: [String]

    public init(line: Int, fields: [String]) {
      self.line = line
      self.fields = fields
    }
  }

  public enum Delimiter: Character, Sendable, Hashable, CaseIterable {
    case comma = ","
    case semicolon = ";"
    case tab = "\t"

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }
  }

  /// The names of the columns; none is empty, all differ.
  public var header: [String]
  public var rows: [Row]
  /// What stands between fields in the text.
  public var delimiter: Delimiter

  public init(header: [String], rows: [Row], delimiter: Delimiter = .comma) {
    self.header = header
    self.rows = rows
    self.delimiter = delimiter
  }
}
