/// How a line looks on the terminal: on one row, moved aside where it is too long.
enum LineView {
  /// What draws the row anew, the cursor where it belongs. Colour is in the prompt only.
  static func row(
    prompt: String, promptWidth: Int, buffer: LineBuffer, width: Int
  ) -> String {
    let room = max(8, width - promptWidth - 1)
    let widths = buffer.characters.map { String($0).printable.displayWidth }
    var start = 0
    var before = widths[..<buffer.cursor].reduce(0, +)
    while before > room {
      before -= widths[start]
      start += 1
    }
    var used = 0
    var shown = ""
    for index in start..<buffer.characters.count {
      used += widths[index]
      guard used <= room else { break }
      shown += String(buffer.characters[index]).printable
    }
    let column = promptWidth + before
    let move = column > 0 ? "\u{1B}[\(column)C" : ""
    return "\r\(prompt)\(shown)\u{1B}[K\r\(move)"
  }

  /// The row while a search is on.
  static func row(_ search: LineSearch, in history: LineHistory, width: Int) -> String {
    let found = search.found(in: history) ?? ""
    let text = "(search '\(search.text)') \(found)".printable
    return "\r\(text.truncated(to: max(8, width - 1)))\u{1B}[K"
  }

  /// Words beside each other, as many as fit.
  static func columns(_ words: [String], width: Int) -> String {
    let shown = words.prefix(200)
    let column = (shown.map(\.displayWidth).max() ?? 0) + 2
    let count = max(1, width / max(1, column))
    var text = ""
    for (index, word) in shown.enumerated() {
      let ends = index % count == count - 1 || index == shown.count - 1
      text += ends ? "\(word)\n" : word.padded(to: column)
    }
    return words.count > shown.count ? text + "… \(words.count - shown.count) more\n" : text
  }
}
