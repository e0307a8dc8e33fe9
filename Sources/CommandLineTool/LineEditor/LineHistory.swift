/// Lines that were typed before, and which of them is looked at.
struct LineHistory: Equatable {
  static let most = 1000

  private(set) var lines: [String]
  /// Which line is shown; nil for the one that is being typed.
  private var place: Int?
  /// What was being typed when older lines were looked at.
  private var draft = ""

  init(_ lines: [String] = []) { self.lines = lines.suffix(Self.most) }

  /// Keeps a line; blank ones, and one that is the same as the last, are not kept.
  mutating func add(_ line: String) {
    guard line.contains(where: { !$0.isWhitespace }), line != lines.last else { return }
    lines.append(line)
    if lines.count > Self.most { lines.removeFirst() }
  }

  /// The line before the one that is shown; nil when there is none.
  mutating func older(than current: String) -> String? {
    if place == nil { draft = current }
    let at = (place ?? lines.count) - 1
    guard at >= 0 else { return nil }
    place = at
    return lines[at]
  }

  /// The line after the one that is shown, at last what was being typed.
  mutating func newer() -> String? {
    guard let at = place else { return nil }
    place = at + 1 < lines.count ? at + 1 : nil
    return place.map { lines[$0] } ?? draft
  }

  /// Back to the line that is being typed.
  mutating func leave() {
    place = nil
    draft = ""
  }

  /// The last line before that place that holds the text.
  func last(_ text: String, before end: Int) -> Int? {
    lines[..<min(end, lines.count)].lastIndex { $0.contains(text) }
  }
}

/// Looking for a line by a part of it: Ctrl-R.
struct LineSearch: Equatable {
  private(set) var text = ""
  private(set) var place: Int?

  /// The line that is found; nil when there is none.
  func found(in history: LineHistory) -> String? { place.map { history.lines[$0] } }

  mutating func narrow(_ more: String, in history: LineHistory) {
    text += more
    place = history.last(text, before: (place ?? history.lines.count) + 1)
  }

  mutating func widen(in history: LineHistory) {
    if !text.isEmpty { text.removeLast() }
    place = text.isEmpty ? nil : history.last(text, before: history.lines.count)
  }

  /// To the line before the one that is found.
  mutating func goOn(in history: LineHistory) {
    guard !text.isEmpty, let place else { return }
    self.place = history.last(text, before: place) ?? place
  }
}

/// What must not stay in a file of lines.
enum SecretLine {
  private static let words = ["password", "secret", "token", "bearer", "pit-", "authorization"]

  /// Whether a line may hold a secret. One that begins with a blank is private too, as in shells.
  static func isPrivate(_ line: String) -> Bool {
    let text = line.lowercased()
    return line.first?.isWhitespace == true || words.contains(where: text.contains)
  }
}
