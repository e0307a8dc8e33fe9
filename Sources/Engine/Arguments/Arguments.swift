public import CSV
public import JSON

/// The arguments of a run: checked, typed, entities looked up.
public struct Arguments: Sendable, Hashable {
  /// What the recipe's `run` gets. Absent parameters are absent, defaults are there; a user or
  /// location is its record; a secret is the text `~secret:NAME~`.
  public var values: JSONObject = [:]
  /// What was given, for the plan: typed, but entities, files and tables by the words that named
  /// them, and a secret as `{"$secret": NAME}`. Defaults are left out.
  public var recorded: JSONObject = [:]
  /// Of each `rows` parameter: where each row of its value comes from, in the same order. A line of
  /// a CSV or NDJSON text, or the place in a JSON array; both from 1.
  public var rowLines: [String: [Int]] = [:]
  /// Rows that were left out of the values, as something in them is wrong; in the input's order.
  public var badRows: [BadRow] = []
  /// Of each `rows` parameter: the table as it came in, good and bad rows, for writing it back.
  /// Cells of secret columns are empty.
  public var tables: [String: CSVTable] = [:]

  public init() {}
}

/// A row that cannot be taken.
public struct BadRow: Sendable, Hashable {
  /// The `rows` parameter.
  public var parameter: String
  /// As in `Arguments.rowLines`.
  public var line: Int
  /// All that is wrong with it, each part with its column in front, joined by `; `.
  public var message: String
  /// The cells that are not empty by the names of their columns, as they came; no secrets.
  public var values: JSONObject

  public init(parameter: String, line: Int, message: String, values: JSONObject) {
    self.parameter = parameter
    self.line = line
    self.message = message
    self.values = values
  }
}

/// How a secret looks to a recipe and in a plan. `Secrets` knows the value by the name.
enum SecretMark {
  static func text(_ name: String) -> JSONValue { .string("~secret:\(name)~") }
  static func recorded(_ name: String) -> JSONValue { ["$secret": .string(name)] }
}
