/// Why a text is no CSV table, and where.
public struct CSVError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// No header line.
    case empty
    /// NUL bytes: a workbook, UTF-16 or another file that is no text.
    case binary
    case invalidUTF8
    /// A quote is never closed; the line is where it opened.
    case unclosedQuote
    /// Something other than a delimiter follows a closing quote.
    case textAfterQuote
    case unnamedColumn(number: Int)
    case duplicateColumn(name: String)
    /// A row with too few or too many fields.
    case fieldCount(expected: Int, found: Int)
    case tooManyFields(most: Int)
  }

  public let kind: Kind
  /// The line, from 1; of a row that spans lines, the first.
  public let line: Int

  public init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// One sentence: what is wrong, and the remedy where there is one.
  public var message: String {
    switch kind {
    case .empty: "the file is empty; its first line must name the columns"
    case .binary: "this is no text file (it holds NUL bytes); save it as CSV in UTF-8"
    case .invalidUTF8: "this line is no valid UTF-8; save the file as CSV in UTF-8"
    case .unclosedQuote: "the quote that opens in this line is never closed"
    case .textAfterQuote: "text follows a closing quote; a quote inside a value is written \"\""
    case .unnamedColumn(let number): "column \(number) of the header has no name"
    case .duplicateColumn(let name): "the header names the column '\(name)' twice"
    case .fieldCount(let expected, let found):
      "this row has \(fields(found)), but the header has \(expected)"
        + (found > expected ? "; a value that holds a delimiter must be in quotes" : "")
    case .tooManyFields(let most): "there are more than \(most) fields"
    }
  }

  /// `line 3: …`
  public var description: String { "line \(line): \(message)" }

  private func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
}
