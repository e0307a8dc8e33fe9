public import JSON

/// One parameter of a recipe, or one column of its `rows` parameter.
public struct Parameter: Sendable, Hashable {
  /// What a value may be.
  public enum ValueType: String, Sendable, Hashable, CaseIterable {
    case string, integer, number, flag, date, duration, email, `enum`, secret, file, list
    /// These take an id, an e-mail or a name and become the record.
    case user, location
    /// These take a name of the catalogue and stay a string.
    case scope, permission
    /// A table: CSV, JSON or NDJSON with typed columns.
    case rows
  }

  public var name: String
  public var type: ValueType
  /// One line for people; empty when the recipe gives none.
  public var help: String
  /// The position among the words of the command line, from 1; nil when only by name.
  public var position: Int?
  public var optional: Bool
  /// Taken when nothing is given; nil when the recipe names none.
  public var defaultValue: JSONValue?
  /// The only values taken (`enum`, or a restricted `string`); empty when any are.
  public var choices: [String]
  /// What a list holds; `string` unless said.
  public var elementType: ValueType
  /// What stands between the elements of a list written as one text; `,` unless said.
  public var separator: String
  /// Bounds of a number, or of the length of a text, list or table.
  public var minimum: Double?
  public var maximum: Double?
  /// Columns of a table, in their order.
  public var columns: [Parameter]
  /// Whether no two rows may have the same value in this column (ASCII case is ignored).
  public var unique: Bool
  /// The line of the recipe's file on which it is declared.
  public var line: Int

  public init(
    name: String, type: ValueType, help: String = "", position: Int? = nil,
    optional: Bool = false, defaultValue: JSONValue? = nil, choices: [String] = [],
    elementType: ValueType = .string, separator: String = ",", minimum: Double? = nil,
    maximum: Double? = nil, columns: [Parameter] = [], unique: Bool = false, line: Int = 0
  ) {
    self.name = name
    self.type = type
    self.help = help
    self.position = position
    self.optional = optional
    self.defaultValue = defaultValue
    self.choices = choices
    self.elementType = elementType
    self.separator = separator
    self.minimum = minimum
    self.maximum = maximum
    self.columns = columns
    self.unique = unique
    self.line = line
  }

  /// Whether a value must be given.
  public var isRequired: Bool { !optional && defaultValue == nil && type != .flag }
}
