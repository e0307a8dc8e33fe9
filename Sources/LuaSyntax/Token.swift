/// A word of Lua.
struct Token: Hashable {
  enum Kind: Hashable { case name, keyword, number, string, symbol, end }

  var kind: Kind
  /// Of a string its value; else as written.
  var text: String
  var place: CodePlace

  /// Whether it is this keyword or symbol.
  func `is`(_ text: String) -> Bool {
    (kind == .keyword || kind == .symbol) && self.text == text
  }

  static let keywords: Set = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  /// The symbols of one, two and three bytes, the longest first.
  static let symbols = [
    "...", "..", "::", "<<", ">>", "//", "==", "~=", "<=", ">=", "+", "-", "*", "/", "%", "^", "#",
    "&", "~", "|", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".",
  ].map { (text: $0, bytes: Array($0.utf8)) }
}

/// A comment, without its dashes.
public struct CodeComment: Sendable, Hashable {
  public var text: String
  public var place: CodePlace
}
