/// The words of a command line as a shell takes them apart.
///
/// Variables and substitutions stay as they are written: nothing is run and nothing is looked up.
struct ShellWords {
  /// Whole words; of a line that ends inside a quote, the last one as far as it goes.
  private(set) var words: [String] = []
  /// The quote that is still open at the end.
  private(set) var openQuote: Character?
  /// Whether the last word goes on where the text ends: no blank stands behind it.
  private(set) var endsInWord = false

  private var word: String?
  private var rest: Substring

  /// Reads the first command of a text; what follows `|`, `;` or a redirection is left out.
  init(_ text: String) {
    rest = text[...]
    while let character = rest.popFirst() {
      if isEnd(character) { break }
      take(character)
    }
    endsInWord = word != nil
    finishWord()
  }

  private mutating func take(_ character: Character) {
    switch character {
    case "'": takeQuoted(by: "'")
    case "\"": takeQuoted(by: "\"")
    case "$" where rest.first == "'":
      rest.removeFirst()
      takeQuoted(by: "'", withEscapes: true)
    case "\\": takeEscaped()
    case "#" where word == nil: rest = rest.drop { !$0.isNewline }
    case _ where character.isWhitespace: finishWord()
    default: word = (word ?? "") + String(character)
    }
  }

  /// A backslash in front of a blank is a line end that was lost on the way, by copying from a page.
  private mutating func takeEscaped() {
    guard let next = rest.popFirst() else { return }
    if next.isWhitespace { return finishWord() }
    word = (word ?? "") + String(next)
  }

  private mutating func takeQuoted(by quote: Character, withEscapes: Bool = false) {
    var text = ""
    while let character = rest.popFirst() {
      if character == quote {
        word = (word ?? "") + text
        return
      }
      guard character == "\\", withEscapes || quote == "\"", let next = rest.first else {
        text.append(character)
        continue
      }
      rest.removeFirst()
      if withEscapes {
        text += escape(next)
      } else if next.isNewline {
        continue
      } else {
        text += "\"\\$`".contains(next) ? String(next) : "\\\(next)"
      }
    }
    word = (word ?? "") + text
    openQuote = quote
  }

  /// What `\n` and its like stand for between `$'` and `'`.
  private mutating func escape(_ character: Character) -> String {
    switch character {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "u":
      let digits = String(rest.prefix(4))
      guard digits.count == 4, let code = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(code)
      else { return "\\u" }
      rest.removeFirst(4)
      return String(Character(scalar))
    case "'", "\"", "\\", "?": return String(character)
    default: return "\\\(character)"
    }
  }

  /// An `&` inside a word is part of an address that was not quoted.
  private func isEnd(_ character: Character) -> Bool {
    switch character {
    case "|", ";": true
    case "&", ">", "<": word == nil
    default: false
    }
  }

  private mutating func finishWord() {
    if let word { words.append(word) }
    word = nil
  }
}

extension ShellWords {
  /// The text as one word of a shell.
  static func quoted(_ text: String) -> String {
    let isPlain = { (byte: UInt8) -> Bool in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=@%+,".utf8.contains(byte)
      }
    }
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: #"'\''"#) + "'"
  }
}
