/// Finds a declared name as people write it: `First Name`, `first-name`, `first_name` = `firstName`.
struct NameMatcher {
  private let names: Set<String>
  private let loose: [String: [String]]

  init(_ names: [String]) {
    self.names = Set(names)
    loose = Dictionary(grouping: names, by: Self.fold)
  }

  /// The declared name: the same one, or the only one that differs in case, spaces, `_` and `-`.
  func name(for given: String) -> String? {
    if names.contains(given) { return given }
    guard let found = loose[Self.fold(given)], found.count == 1 else { return nil }
    return found[0]
  }

  private static func fold(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
  }
}
