/// Columns side by side; a text that is too long for its column goes on below, so nothing is cut.
struct WrappedTable {
  let headings: [String]
  let rows: [[String]]
  let indent: Int

  private static let gap = 2
  private static let narrowest = 12

  func text(_ style: TextStyle) -> String {
    let cells = rows.map { $0.map(\.printable) }
    let widths = widths(of: [headings] + cells, room: style.width - indent)
    let heading = style.dim(lines(headings, widths).first ?? "")
    return cells.reduce("\(blank)\(heading)\n") { text, row in
      text + lines(row, widths).map { "\(blank)\($0)\n" }.joined()
    }
  }

  private var blank: String { String(repeating: " ", count: indent) }

  /// A row as one line or more.
  private func lines(_ row: [String], _ widths: [Int]) -> [String] {
    let columns = zip(row, widths).map { text, width in text.wrapped(to: width) }
    let height = columns.map(\.count).max() ?? 0
    return (0..<max(height, 1)).map { index in
      zip(columns, widths).map { column, width in
        let text = index < column.count ? column[index] : ""
        return text + String(repeating: " ", count: max(0, width - text.displayWidth))
      }.joined(separator: String(repeating: " ", count: Self.gap)).trimmingTrailingSpaces
    }
  }

  /// As wide as the widest cell; while all together is too wide, the widest column gives way: first
  /// down to its longest word, then further.
  private func widths(of rows: [[String]], room: Int) -> [Int] {
    var widths = headings.indices.map { index in rows.map { $0[index].displayWidth }.max() ?? 0 }
    let words = headings.indices.map { index in
      rows.flatMap { $0[index].split(separator: " ").map { String($0).displayWidth } }.max() ?? 0
    }
    let gaps = Self.gap * max(0, widths.count - 1)
    for least in [words, words.map { min($0, Self.narrowest) }] {
      while widths.reduce(gaps, +) > room,
        let index = widths.indices.filter({ widths[$0] > least[$0] })
          .max(by: { widths[$0] < widths[$1] })
      {
        widths[index] -= 1
      }
    }
    return widths
  }
}

extension String {
  /// The words on lines of that width.
  fileprivate func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ").flatMap({ String($0).cut(to: width) }) {
      let longer = line.isEmpty ? word : "\(line) \(word)"
      if longer.displayWidth > width {
        lines.append(line)
        line = word
      } else {
        line = longer
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word that no line can hold, in pieces.
  private func cut(to width: Int) -> [String] {
    guard displayWidth > width else { return [self] }
    var pieces: [String] = []
    var piece = ""
    for character in self {
      if !piece.isEmpty, (piece + String(character)).displayWidth > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
