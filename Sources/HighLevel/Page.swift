public import JSON

/// Which part of a list of results is wanted.
public struct Page: Sendable, Hashable {
  /// The largest `limit` the stand-in serves; the service's own is not documented.
  public static let largestLimit = 100

  /// How many results to leave out, from 0.
  public var skip: Int
  /// How many results at most, from 0.
  public var limit: Int

  /// Reads `skip` and `limit`, which travel as text; what is no number counts as not given.
  public init(_ fields: JSONObject, defaultLimit: Int, largestLimit: Int = Page.largestLimit) {
    skip = max(0, fields.number("skip") ?? 0)
    limit = min(max(0, fields.number("limit") ?? defaultLimit), largestLimit)
  }

  /// The places of the page in a list of that many results.
  public func range(of count: Int) -> Range<Int> {
    let start = min(skip, count)
    return start..<(start + min(limit, count - start))
  }
}

/// Reading fields that come from Lua (typed) or from a query (text).
extension JSONObject {
  /// The string of that name; nil where it is absent or empty.
  func filled(_ key: String) -> String? {
    guard let text = self[key]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// A whole number, as an integer or as text.
  func number(_ key: String) -> Int? {
    self[key]?.integer.map(Int.init) ?? self[key]?.string.flatMap { Int($0) }
  }

  /// A boolean, as such or as the text `true` or `false`.
  func flag(_ key: String) -> Bool? {
    self[key]?.bool ?? self[key]?.string.flatMap(Bool.init)
  }

  /// The elements of a list, or of a text with commas, without space around; nil where absent.
  func commaList(_ key: String) -> [String]? {
    guard let value = self[key] else { return nil }
    let texts = value.strings ?? value.string?.split(separator: ",").map(String.init)
    return texts?.map { text in
      var trimmed = Substring(text)
      while trimmed.first?.isWhitespace == true { trimmed.removeFirst() }
      while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
      return String(trimmed)
    }.filter { !$0.isEmpty }
  }
}
