public import JSON

/// What the search term of `users.search` is looked for in: name, e-mail and phone, without case.
public struct UserSearchText: Sendable, Hashable {
  let folded: String

  public init(_ record: JSONObject) {
    let texts = [record.text("name"), record.text("email"), record.text("phone")]
    folded = Self.fold(texts.joined(separator: "\n"))
  }

  /// Text without case, in every script.
  public static func fold(_ text: String) -> String { text.lowercased() }

  /// Whether a folded term occurs. A walk over the bytes: `String.contains` compares characters,
  /// which costs many times as much over tens of thousands of users.
  public func contains(_ term: String) -> Bool {
    let (text, wanted) = (folded.utf8Span.span, term.utf8Span.span)
    guard !wanted.isEmpty, wanted.count <= text.count else { return wanted.isEmpty }
    let first = wanted[0]
    for start in 0...(text.count - wanted.count) where text[start] == first {
      var length = 1
      while length < wanted.count, text[start + length] == wanted[length] { length += 1 }
      if length == wanted.count { return true }
    }
    return false
  }
}
