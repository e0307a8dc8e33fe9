import JSON

extension JSONObject {
  /// What programs that start others take of their output, in bytes.
  static let largestPrinted = 256 << 10

  /// The same, but no longer than `limit` bytes of ASCII where leaving out elements of lists can do
  /// it: the longest lists, at the top or one step below, end early, and `NAME_truncated` beside
  /// them says so.
  func bounded(to limit: Int = largestPrinted) -> JSONObject {
    var result = self
    for _ in 0..<8 {
      let excess = Self.size(.object(result)) - limit
      guard excess > 0, let (outer, name) = result.longestList else { break }
      if outer.isEmpty {
        result.shorten(name, by: excess)
      } else if var inner = result[outer]?.object {
        inner.shorten(name, by: excess)
        result[outer] = .object(inner)
      }
    }
    return result
  }

  /// Where the longest list is: the member it is in, or nothing, and its own name.
  private var longestList: (outer: String, name: String)? {
    var lists: [(outer: String, name: String, size: Int)] = []
    for member in self {
      for inner in member.value.object ?? [:] where inner.value.array?.isEmpty == false {
        lists.append((member.key, inner.key, Self.size(inner.value)))
      }
      guard member.value.array?.isEmpty == false else { continue }
      lists.append(("", member.key, Self.size(member.value)))
    }
    return lists.max { $0.size < $1.size }.map { ($0.outer, $0.name) }
  }

  /// Takes the last elements away, that many bytes at least or all.
  private mutating func shorten(_ name: String, by excess: Int) {
    guard var list = self[name]?.array else { return }
    // The new member's own text.
    var left = excess + name.utf8.count + 24
    while left > 0, let last = list.popLast() { left -= Self.size(last) + 1 }
    self[name] = .array(list)
    self["\(name)_truncated"] = true
  }

  private static func size(_ value: JSONValue) -> Int { value.text(ascii: true).utf8.count }
}
