/// Takes tables apart that stand as text in the source, by bytes: they are read at every start.
public enum TextTable {
  /// The lines of a table, or the cells of a line, without the spaces around them.
  ///
  /// - Parameters:
  ///   - borders: What stands between two pieces, as ASCII.
  ///   - keepingEmpty: Whether pieces with nothing in them count.
  public static func pieces(
    of text: String, at borders: [UInt8], keepingEmpty: Bool = false
  ) -> [String] {
    let (bytes, space) = (Array(text.utf8), UInt8(ascii: " "))
    var (pieces, start): ([String], Int) = ([], 0)
    for end in 0...bytes.count where end == bytes.count || borders.contains(bytes[end]) {
      var (first, last) = (start, end)
      while first < last, bytes[first] == space { first += 1 }
      while first < last, bytes[last - 1] == space { last -= 1 }
      if first < last || keepingEmpty {
        pieces.append(String(decoding: bytes[first..<last], as: UTF8.self))
      }
      start = end + 1
    }
    return pieces
  }

  public static let lineEnd = UInt8(ascii: "\n")
  public static let space = UInt8(ascii: " ")
}
