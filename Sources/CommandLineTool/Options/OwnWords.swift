import Diagnostics

/// The words of `run` or `plan`, sorted into ghlua's own options and the rest.
///
/// Own options may stand anywhere before the first `--`. What follows it is the recipe's alone, so
/// that a parameter that is called like an own option can be given; a second `--` is the recipe's.
struct OwnWords: Sendable {
  /// Own options in their order; an option without a value has an empty one.
  private(set) var options: [(name: String, value: String?)] = []
  /// The first word that is no option: what to run.
  private(set) var recipe: String?
  /// The words for the recipe.
  private(set) var rest: [String] = []

  init(_ words: [String]) throws(Problem) {
    var words = words[...]
    while let word = words.popFirst() {
      if word == "--" {
        try finish(with: words)
        return
      }
      try take(word, &words)
    }
  }

  private mutating func take(
    _ word: String, _ words: inout ArraySlice<String>
  ) throws(Problem) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let option = Self.option(String(parts[0])) else { return try keep(word) }
    let inline = parts.count == 2 ? String(parts[1]) : nil
    switch option.value {
    case .none:
      guard inline == nil else {
        throw Problem(.usage, "--\(option.name) takes no value", hint: "write --\(option.name)")
      }
      options.append((option.name, nil))
    case .optional(let value):
      guard inline != "" else { throw Self.missing(option, value) }
      options.append((option.name, inline))
    case .required(let value):
      guard let given = inline ?? words.popFirst(), !given.isEmpty else {
        throw Self.missing(option, value)
      }
      options.append((option.name, given))
    }
  }

  private mutating func keep(_ word: String) throws(Problem) {
    if recipe != nil {
      rest.append(word)
    } else if word.hasPrefix("-"), word != "-" {
      throw Self.unknown(word)
    } else {
      recipe = word
    }
  }

  private mutating func finish(with words: ArraySlice<String>) throws(Problem) {
    guard recipe == nil else {
      rest += words
      return
    }
    recipe = words.first
    rest += words.dropFirst()
  }

  private static func option(_ word: String) -> OwnOption? {
    if word.hasPrefix("--") { return OwnOption.all.first { $0.name == word.dropFirst(2) } }
    guard word.hasPrefix("-"), word.count == 2 else { return nil }
    return OwnOption.all.first { $0.letter == word.last }
  }

  private static func missing(_ option: OwnOption, _ value: String) -> Problem {
    Problem(.usage, "--\(option.name) needs a value", hint: "write it as \(option.usage)")
  }

  /// An option that nobody knows. Before the recipe it can only have been meant for ghlua.
  static func unknown(_ word: String) -> Problem {
    let name = String(word.prefix { $0 != "=" })
    return Problem(
      .usage, "unknown option '\(name)'",
      hint: Suggestion.hint(for: name, in: OwnOption.all.map { "--\($0.name)" })
        ?? "options of the recipe come after its name; 'ghlua run --help' shows the others")
  }
}
