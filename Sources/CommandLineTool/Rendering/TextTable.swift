/// Columns side by side, cut where the terminal ends.
struct TextTable {
  /// Headings; an empty list for a table without.
  var headings: [String] = []
  var rows: [[String]] = []
  var indent = 2
  /// Columns that give way first when the terminal is too narrow.
  var yielding: Set<Int> = []
  /// Columns of numbers.
  var rightAligned: Set<Int> = []
  /// No column is made narrower than this.
  private static let narrowest = 10
  private static let gap = 2

  /// The lines; the last column is not filled up.
  func text(_ style: TextStyle) -> String {
    let printable = rows.map { $0.map(\.printable) }
    let widths = widths(of: [headings] + printable, style: style)
    let blank = String(repeating: " ", count: indent)
    let heading = headings.isEmpty ? "" : "\(blank)\(style.dim(line(headings, widths)))\n"
    return printable.reduce(heading) { "\($0)\(blank)\(line($1, widths))\n" }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let filled = cells.enumerated().map { index, cell in
      let text = cell.truncated(to: widths[index])
      let blank = String(repeating: " ", count: widths[index] - text.displayWidth)
      return rightAligned.contains(index) ? blank + text : text + blank
    }
    let text = filled.joined(separator: String(repeating: " ", count: Self.gap))
    return text.trimmingTrailingSpaces
  }

  /// As wide as the widest cell; while all together is too wide, the widest of the yielding columns
  /// gives way, then the widest of all.
  private func widths(of lines: [[String]], style: TextStyle) -> [Int] {
    var widths: [Int] = []
    for line in lines {
      for (index, cell) in line.enumerated() {
        if index == widths.count { widths.append(0) }
        widths[index] = max(widths[index], cell.displayWidth)
      }
    }
    let room = style.width - indent - Self.gap * max(0, widths.count - 1)
    var excess = widths.reduce(0, +) - room
    for columns in [Array(widths.indices.filter(yielding.contains)), Array(widths.indices)] {
      while excess > 0, let index = columns.max(by: { widths[$0] < widths[$1] }),
        widths[index] > Self.narrowest
      {
        widths[index] -= 1
        excess -= 1
      }
    }
    return widths
  }
}

extension String {
  /// The text with another beginning; the same text when it does not begin so.
  func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + String(dropFirst(prefix.count)) : self
  }

  var trimmingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
