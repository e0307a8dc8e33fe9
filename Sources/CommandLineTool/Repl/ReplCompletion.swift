import Engine
import Stdlib

/// What stands before the cursor, as far as completion cares.
struct ReplCompletion: Equatable {
  /// Where the word begins that is to be completed.
  let start: Int
  /// What there is of the word.
  let word: String
  /// The names before it, as in `ghl.users.`; nil inside a text and behind a colon.
  let path: [String]?
  /// What a text is given to, as in `require "`; empty outside of a text.
  let function: String

  init(before text: String) {
    let characters = Array(text)
    if text.hasPrefix(":") {
      (start, word, path, function) = (1, String(characters.dropFirst()), nil, ":")
      return
    }
    if let quote = Self.openQuote(characters) {
      let before = characters[..<quote].reversed().drop { $0 == "(" || $0 == " " || $0 == "{" }
      let name = before.prefix { Self.isPartOfName($0) || $0 == "." }.reversed()
      start = quote + 1
      word = String(characters[(quote + 1)...])
      (path, function) = (nil, name.isEmpty ? "text" : String(name))
      return
    }
    let chain = characters.reversed().prefix { Self.isPartOfName($0) || $0 == "." || $0 == ":" }
    let parts = String(chain.reversed()).split(omittingEmptySubsequences: false) {
      $0 == "." || $0 == ":"
    }.map(String.init)
    word = parts.last ?? ""
    start = characters.count - word.count
    path = parts.dropLast().map(\.self)
    function = ""
  }

  /// The names that fit, as words to put in the place of what there is.
  func completion(of names: [String]) -> Completion {
    var candidates = names.filter { $0.hasPrefix(word) }
    if path?.isEmpty == true {
      candidates += LuaText.keywords.filter { $0.hasPrefix(word) && $0 != word }.sorted()
    }
    return Completion(start: start, candidates: candidates)
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Where the quote stands that is not closed; nil outside of a text.
  private static func openQuote(_ characters: [Character]) -> Int? {
    var open: Int?
    var isEscaped = false
    for (index, character) in characters.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let start = open {
        if character == characters[start] { open = nil }
      } else if character == "\"" || character == "'" {
        open = index
      }
    }
    return open
  }
}

/// What can stand in a text, or behind a colon.
struct ReplValues: Sendable {
  private let people: [String]
  private let places: [String]
  private let company: Company

  init(_ source: SourceOptions, company: Company, in world: World) {
    let index = CompletionIndex.known(for: source, in: world)
    people = index.users.map(\.value)
    places = index.locations.map(\.value)
    self.company = company
  }

  /// Values for what the text is given to: modules, people, locations.
  func matching(_ completion: ReplCompletion) -> [String] {
    if completion.function == ":" { return ReplSession.Command.allCases.map(\.rawValue) }
    if completion.function == "require" { return PublicModules.names }
    // People that were seen since the start, too.
    let places = Set(places + company.locationNames.values).sorted()
    return completion.function.hasSuffix("find") ? people : people + places
  }
}
