/// On which line each key of a TOML text stands. The parser does not tell; a look at how lines begin
/// does, for texts as people write them. Tables of a list have their number, from 1 on, as a key.
struct KeyLines {
  private var lines: [[String]: Int] = [:]
  /// How often a table of a list, `[[name]]`, has begun.
  private var counts: [[String]: Int] = [:]

  init(_ text: String) {
    var table: [String] = []
    // A carriage return and a line feed are one character in Swift.
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      var rest = line.drop(while: \.isWhitespace)
      if rest.first == "[" {
        let isOfList = rest.hasPrefix("[[")
        rest = rest.drop { $0 == "[" }
        table = Self.keys(&rest)
        if isOfList {
          counts[table, default: 0] += 1
          table.append(String(counts[table, default: 0]))
        }
        note(table, index + 1)
      } else {
        let keys = Self.keys(&rest)
        if rest.first == "=", !keys.isEmpty { note(table + keys, index + 1) }
      }
    }
  }

  /// The line of a key, or of what it is in; nil when neither is found.
  func line(of keys: [String]) -> Int? {
    var keys = keys[...]
    while !keys.isEmpty {
      if let line = lines[Array(keys)] { return line }
      keys.removeLast()
    }
    return nil
  }

  private mutating func note(_ keys: [String], _ line: Int) {
    if lines[keys] == nil { lines[keys] = line }
  }

  /// Takes keys with dots between them off the beginning, and the space behind.
  private static func keys(_ rest: inout Substring) -> [String] {
    var keys: [String] = []
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if let quote = rest.first, quote == "\"" || quote == "'" {
        let inside = rest.dropFirst().prefix { $0 != quote }
        rest = rest.dropFirst(inside.count + 2)
        keys.append(String(inside))
      } else {
        let bare = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        guard !bare.isEmpty else { return keys }
        rest = rest.dropFirst(bare.count)
        keys.append(String(bare))
      }
      rest = rest.drop(while: \.isWhitespace)
      guard rest.first == "." else { return keys }
      rest = rest.dropFirst()
    }
  }
}
