/// Edits one line after another, key by key. Knows no terminal: what it does shows in its state.
struct LineEditor {
  /// What a key leads to besides another state.
  enum Effect: Equatable {
    case changed
    case submitted(String)
    /// Ctrl-C: what was typed is thrown away.
    case interrupted
    /// Ctrl-D on an empty line.
    case ended
    /// Tab: somebody who knows the words calls `complete`.
    case wantsCompletion
    case wantsClearScreen
  }

  private(set) var buffer = LineBuffer()
  private(set) var search: LineSearch?
  var history: LineHistory
  private var killed = ""

  init(history: LineHistory = LineHistory()) { self.history = history }

  mutating func take(_ key: Key) -> Effect {
    if search != nil, let effect = takeInSearch(key) { return effect }
    switch key {
    case .enter: return submit()
    case .interrupt:
      reset()
      return .interrupted
    case .endOfInput:
      if buffer.isEmpty { return .ended }
      buffer.deleteForward()
    case .tab:
      // At the beginning of a line nobody wants all names there are: this is an indentation.
      guard buffer.beforeCursor.contains(where: { !$0.isWhitespace }) else {
        buffer.insert("  ")
        break
      }
      return .wantsCompletion
    case .clearScreen: return .wantsClearScreen
    case .search: search = LineSearch()
    case .up: recall(history.older(than: buffer.text))
    case .down: recall(history.newer())
    default: edit(key)
    }
    return .changed
  }

  private mutating func edit(_ key: Key) {
    switch key {
    case .text(let text): buffer.insert(text)
    case .backspace: buffer.deleteBack()
    case .delete: buffer.deleteForward()
    case .left: buffer.move(by: -1)
    case .right: buffer.move(by: 1)
    case .wordLeft: buffer.moveWordBack()
    case .wordRight: buffer.moveWordForward()
    case .home: buffer.moveToStart()
    case .end: buffer.moveToEnd()
    case .killToEnd: killed = buffer.killToEnd()
    case .killToStart: killed = buffer.killToStart()
    case .killWordBack: killed = buffer.killWordBack()
    case .killWordForward: killed = buffer.killWordForward()
    case .yank: buffer.insert(killed)
    default: break
    }
  }

  /// Puts what is sure into the line: the common beginning of all candidates that fit.
  ///
  /// - Returns: The candidates to show, where there are several and nothing could be added.
  mutating func complete(_ completion: Completion) -> [String] {
    guard let first = completion.candidates.first else { return [] }
    let common = completion.candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    let typed = String(buffer.beforeCursor.dropFirst(completion.start))
    guard common.count > typed.count || completion.candidates.count == 1 else {
      return completion.candidates
    }
    buffer.replace(from: completion.start, with: common)
    return []
  }

  private mutating func submit() -> Effect {
    let text = buffer.text
    history.add(text)
    reset()
    return .submitted(text)
  }

  private mutating func reset() {
    buffer = LineBuffer()
    search = nil
    history.leave()
  }

  private mutating func recall(_ text: String?) {
    if let text { buffer = LineBuffer(text) }
  }

  // MARK: Search

  /// What a key does while a search is on; nil when it ends it and then means what it always does.
  private mutating func takeInSearch(_ key: Key) -> Effect? {
    guard var search else { return nil }
    switch key {
    case .text(let text): search.narrow(text, in: history)
    case .backspace: search.widen(in: history)
    case .search: search.goOn(in: history)
    case .abandon:
      self.search = nil
      return .changed
    default:
      if let found = search.found(in: history) { buffer = LineBuffer(found) }
      self.search = nil
      return key == .interrupt || key == .enter ? nil : .changed
    }
    self.search = search
    return .changed
  }
}

/// What could stand where the cursor is.
struct Completion: Equatable {
  /// How many characters stand before the word.
  var start: Int
  /// Whole words, in the order in which they are shown.
  var candidates: [String]
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
