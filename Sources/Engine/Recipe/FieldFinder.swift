/// Finds where in a Lua source a name is written, for errors about values that know no line.
struct FieldFinder {
  private let lines: [Substring]

  init(_ source: String) {
    lines = source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The first place from a line on where the name stands as a word, or as a quoted text, outside
  /// of comments. Line and column count from 1.
  func place(of name: String, after line: Int) -> (line: Int, column: Int)? {
    guard !name.isEmpty, line <= lines.count else { return nil }
    for number in max(line, 1)...lines.count {
      let code = withoutComment(lines[number - 1])
      var start = code.startIndex
      while let range = code[start...].firstRange(of: name) {
        if isWord(range, in: code) {
          return (number, code.distance(from: code.startIndex, to: range.lowerBound) + 1)
        }
        start = code.index(after: range.lowerBound)
      }
    }
    return nil
  }

  private func withoutComment(_ line: Substring) -> Substring {
    line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
  }

  private func isWord(_ range: Range<Substring.Index>, in line: Substring) -> Bool {
    let before =
      range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
    let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
    return ![before, after].contains { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
