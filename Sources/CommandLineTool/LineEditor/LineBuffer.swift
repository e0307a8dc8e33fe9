/// A line that is being edited, and where in it.
struct LineBuffer: Equatable {
  private(set) var characters: [Character] = []
  /// How many characters stand before the cursor.
  private(set) var cursor = 0

  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }
  var beforeCursor: String { String(characters[..<cursor]) }

  /// Puts a text in; a combining character joins the one before it.
  mutating func insert(_ text: String) {
    let before = Array(beforeCursor + text)
    characters = before + characters[cursor...]
    cursor = before.count
  }

  /// Exchanges what stands before the cursor from there on.
  mutating func replace(from start: Int, with text: String) {
    characters.removeSubrange(min(start, cursor)..<cursor)
    cursor = min(start, cursor)
    insert(text)
  }

  mutating func move(by count: Int) { cursor = min(max(0, cursor + count), characters.count) }
  mutating func moveToStart() { cursor = 0 }
  mutating func moveToEnd() { cursor = characters.count }
  mutating func moveWordBack() { cursor = wordStart }
  mutating func moveWordForward() { cursor = wordEnd }

  mutating func deleteBack() { if cursor > 0 { _ = remove(cursor - 1..<cursor) } }
  mutating func deleteForward() {
    if cursor < characters.count { _ = remove(cursor..<cursor + 1) }
  }

  // What is taken out can be put back with Ctrl-Y.

  mutating func killToEnd() -> String { remove(cursor..<characters.count) }
  mutating func killToStart() -> String { remove(0..<cursor) }
  mutating func killWordBack() -> String { remove(wordStart..<cursor) }
  mutating func killWordForward() -> String { remove(cursor..<wordEnd) }

  private mutating func remove(_ range: Range<Int>) -> String {
    let removed = String(characters[range])
    characters.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }

  private var wordStart: Int {
    let before = characters[..<cursor]
    guard let last = before.lastIndex(where: isPartOfWord) else { return 0 }
    return (before[...last].lastIndex { !isPartOfWord($0) } ?? -1) + 1
  }

  private var wordEnd: Int {
    let after = characters[cursor...]
    guard let first = after.firstIndex(where: isPartOfWord) else { return characters.count }
    return after[first...].firstIndex { !isPartOfWord($0) } ?? characters.count
  }

  private func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
