import Diagnostics

/// Reads one table of a settings file: every key is known, every value of the right kind.
struct TableReader {
  private let document: TOMLDocument
  private let path: [String]
  private let members: [String: TOMLNode]

  /// Throws when there is a key that nobody knows.
  init(
    _ document: TOMLDocument, _ path: [String], _ members: [String: TOMLNode], keys: [String]
  ) throws(Problem) {
    (self.document, self.path, self.members) = (document, path, members)
    let unknown = members.keys.filter { !keys.contains($0) }.sorted()
    guard let first = unknown.first else { return }
    throw Problem(
      .inputInvalid, "the settings know no '\((path + [first]).joined(separator: "."))'",
      hint: Suggestion.hint(for: first, in: keys) ?? "known here: \(keys.joined(separator: ", "))",
      at: document.place(path + [first]))
  }

  func place(_ key: String) -> Place { document.place(path + [key]) }

  func has(_ key: String) -> Bool { members[key] != nil }

  func text(_ key: String) throws(Problem) -> Setting<String>? {
    guard let node = members[key] else { return nil }
    guard case .text(let text) = node, !text.isEmpty else { throw wrong(key, node, "a text") }
    return Setting(text, from: .file(place(key)))
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(Problem) -> Setting<Int>? {
    guard let node = members[key] else { return nil }
    guard case .integer(let number) = node, range.contains(number) else {
      throw wrong(key, node, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Setting(number, from: .file(place(key)))
  }

  /// A number above 0.
  func number(_ key: String) throws(Problem) -> Setting<Double>? {
    guard let node = members[key] else { return nil }
    switch node {
    case .integer(let number) where number > 0:
      return Setting(Double(number), from: .file(place(key)))
    case .number(let number) where number > 0 && number.isFinite:
      return Setting(number, from: .file(place(key)))
    default: throw wrong(key, node, "a number above 0")
    }
  }

  func texts(_ key: String) throws(Problem) -> [String]? {
    guard let node = members[key] else { return nil }
    guard case .list(let nodes) = node else { throw wrong(key, node, "a list of texts") }
    let texts = nodes.compactMap { if case .text(let text) = $0 { text } else { nil } }
    guard texts.count == nodes.count else { throw wrong(key, node, "a list of texts") }
    return texts
  }

  func table(_ key: String) throws(Problem) -> [String: TOMLNode]? {
    guard let node = members[key] else { return nil }
    guard case .table(let members) = node else { throw wrong(key, node, "a table") }
    return members
  }

  func bool(_ key: String) throws(Problem) -> Bool? {
    guard let node = members[key] else { return nil }
    guard case .bool(let bool) = node else { throw wrong(key, node, "true or false") }
    return bool
  }

  /// A time like `90s`, `15m`, `6h` or `2d`, of at least a second.
  func duration(_ key: String) throws(Problem) -> Duration? {
    guard let node = members[key] else { return nil }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard case .text(let text) = node, let factor = text.last.flatMap({ units[$0] }),
      text.utf8.dropLast().allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(text.dropLast()), (1...1_000_000).contains(number)
    else { throw wrong(key, node, "a time like \"90s\", \"15m\", \"6h\" or \"2d\"") }
    return .seconds(number * factor)
  }

  /// One of some words.
  func choice(_ key: String, of words: [String]) throws(Problem) -> String? {
    guard let word = try text(key)?.value else { return nil }
    guard words.contains(word) else {
      throw Problem(
        .inputInvalid, "'\((path + [key]).joined(separator: "."))' in the settings is '\(word)'",
        hint: Suggestion.hint(for: word, in: words)
          ?? "it is one of \(words.joined(separator: ", "))",
        at: place(key))
    }
    return word
  }

  /// The tables of a list, `[[key]]`.
  func tables(_ key: String) throws(Problem) -> [[String: TOMLNode]] {
    guard let node = members[key] else { return [] }
    guard case .list(let nodes) = node else { throw wrong(key, node, "written as [[\(key)]]") }
    return try nodes.map { (node) throws(Problem) in
      guard case .table(let members) = node else {
        throw wrong(key, node, "written as [[\(key)]]")
      }
      return members
    }
  }

  /// The value is not quoted: it may be a secret in the wrong place.
  private func wrong(_ key: String, _ node: TOMLNode, _ wanted: String) -> Problem {
    let name = (path + [key]).joined(separator: ".")
    let found =
      switch node {
      case .text(let text) where text.isEmpty: "empty"
      default: node.kind
      }
    return Problem(
      .inputInvalid, "'\(name)' in the settings is \(found)", hint: "it must be \(wanted)",
      at: place(key))
  }
}
