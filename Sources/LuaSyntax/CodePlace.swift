/// Where something stands in a source: line and column from 1, and its bytes.
public struct CodePlace: Sendable, Hashable {
  public var line: Int
  public var column: Int
  /// Of the source's UTF-8.
  public var bytes: Range<Int>

  public init(line: Int, column: Int, bytes: Range<Int>) {
    (self.line, self.column, self.bytes) = (line, column, bytes)
  }

  /// From the beginning of this place to the end of another one behind it.
  func through(_ end: CodePlace) -> CodePlace {
    CodePlace(line: line, column: column, bytes: bytes.lowerBound..<end.bytes.upperBound)
  }
}

/// Why a text is no Lua.
public struct LuaSyntaxError: Error, Hashable {
  public var message: String
  public var place: CodePlace
}
