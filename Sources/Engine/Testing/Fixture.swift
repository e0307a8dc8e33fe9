import Diagnostics
import JSON
import Stdlib

/// The company that an inline test begins with.
struct Fixture {
  /// Finds the fixture of a test, in the recipe's file or shipped, and applies its patches.
  static func load(for test: RecipeTest, of recipe: Recipe) async throws(Problem) -> JSONValue {
    var fixture = try await find(test.given, recipe: recipe, line: test.line)
    for (key, patch) in test.with.members.map({ ($0.key, $0.value) }) {
      fixture = try patched(fixture, at: key, with: patch, test: test, recipe: recipe)
    }
    if let now = test.now, var object = fixture.object {
      object["now"] = .string(now)
      fixture = .object(object)
    }
    return fixture
  }

  private static func find(
    _ name: String, recipe: Recipe, line: Int
  ) async throws(Problem) -> JSONValue {
    if let own = recipe.fixtures[name] { return own }
    if let file = Stdlib.source(of: .fixture(name)) {
      if file.name.hasSuffix(".json") {
        do { return try JSONValue(parsing: file.source) } catch {
          throw Problem(.bug, "the shipped fixture \(name) is broken: \(error)")
        }
      }
      return try await RecipeLoader.data(file.source, named: file.name)
    }
    let known = recipe.fixtures.keys + Stdlib.names(of: .fixture)
    throw Problem(
      .recipeInvalid, "there is no fixture '\(name)'",
      hint: Suggestion.hint(for: name, in: known) ?? "known are \(known.joined(separator: ", "))",
      at: Place(recipe.file.displayName, line: line), source: recipe.file.line(line))
  }

  /// Puts the fields of a patch such as `users/ana` into that record; a new id adds a record.
  private static func patched(
    _ fixture: JSONValue, at key: String, with patch: JSONValue, test: RecipeTest, recipe: Recipe
  ) throws(Problem) -> JSONValue {
    let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["users", "locations", "contacts"].contains(parts[0]),
      let fields = patch.object
    else {
      throw Problem(
        .recipeInvalid, "the patch '\(key)' must be like [\"users/ana\"] = { … }",
        at: Place(recipe.file.displayName, line: test.line), source: recipe.file.line(test.line))
    }
    var object = fixture.object ?? [:]
    var records = object[parts[0]]?.array ?? []
    let index = records.firstIndex {
      $0["id"]?.string == parts[1] || $0["email"]?.string == parts[1]
    }
    var record = index.flatMap { records[$0].object } ?? ["id": .string(parts[1])]
    for member in fields { record[member.key] = member.value.isNull ? nil : member.value }
    if let index { records[index] = .object(record) } else { records.append(.object(record)) }
    object[parts[0]] = .array(records)
    return .object(object)
  }
}
