public import JSON
public import Planning

/// What a recipe's file says of it, read without running it.
public struct Recipe: Sendable {
  /// The file it came from.
  public var file: RecipeFile
  /// False for a plain script, which declares nothing and may plan anything.
  public var isDeclared: Bool
  public var name: String
  public var version: String
  /// One line for people.
  public var summary: String
  /// Paragraphs for people; empty when there are none.
  public var doc: String
  public var parameters: [Parameter]
  /// The texts of `can`, as written.
  public var can: [String]
  public var capabilities: CapabilitySet
  public var limits: Limits
  /// Events it can be started by.
  public var events: [String]
  /// A proposed cron line.
  public var schedule: String?
  /// Command lines as people would type them, without `ghlua run`.
  public var examples: [String]
  /// The inline tests; empty unless they were asked for.
  public var tests: [RecipeTest]
  /// Fixtures in the file, by name; empty unless tests were asked for.
  public var fixtures: JSONObject
}

/// One inline test of a recipe.
public struct RecipeTest: Sendable, Hashable {
  public var name: String
  public var line: Int
  /// The fixture's name.
  public var given: String
  /// Patches of the fixture: `users/ana` to the fields that differ.
  public var with: JSONObject
  public var arguments: JSONObject
  public var event: JSONValue?
  /// The moment that counts as now, as written; nil for the fixture's.
  public var now: String?
  /// Trouble of the service while the recipe runs and its plan is applied.
  public var faults: [JSONObject]
  /// What is expected: `changes`, `result`, `rows`, `failed`, `error`, `skip`, `notes`, `apply`.
  public var expect: JSONObject
}

/// The text of a recipe and where it came from.
public struct RecipeFile: Sendable, Hashable {
  /// What people call it: the path as given, or the shipped recipe's name.
  public var name: String
  /// The file's name, as it appears in errors: `move-user.lua`.
  public var displayName: String
  public var source: String
  /// The folder whose modules the recipe may require; nil for a shipped one.
  public var folder: String?
  public var isShipped: Bool

  public init(
    name: String, displayName: String, source: String, folder: String?, isShipped: Bool
  ) {
    self.name = name
    self.displayName = displayName
    self.source = source
    self.folder = folder
    self.isShipped = isShipped
  }

  /// The text of a line, from 1; nil when there is none.
  public func line(_ number: Int) -> String? {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    return number >= 1 && number <= lines.count ? String(lines[number - 1]) : nil
  }
}
