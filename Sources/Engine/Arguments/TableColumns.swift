import Diagnostics
import JSON

/// Which column of a table is which column of the recipe.
struct TableColumns {
  /// The place in the table's rows and what is declared for it.
  let known: [(place: Int, column: Parameter)]
  /// Declared columns that the table does not have.
  private let absent: [Parameter]
  /// Whether the last column only says what became of each row in an earlier run.
  let endsWithReasons: Bool

  /// - Throws: all unknown, repeated and missing columns at once.
  init(_ table: RowTable, _ parameter: Parameter, name: String) throws(Problem) {
    let matcher = NameMatcher(parameter.columns.map(\.name))
    var known: [(place: Int, column: Parameter)] = []
    var problems: [Problem] = []
    func refuse(_ message: String, hint: String?) {
      let place = Place(name, line: table.isRectangular ? 1 : nil)
      problems.append(Problem(.inputInvalid, message, hint: hint, at: place))
    }
    endsWithReasons = table.mayEndWithReasons && matcher.name(for: table.columns.last ?? "") == nil
    for (place, given) in table.columns.enumerated() {
      if endsWithReasons, place == table.columns.count - 1 { continue }
      let declared = matcher.name(for: given)
      if let earlier = known.first(where: { $0.column.name == declared }) {
        refuse(
          "the columns '\(table.columns[earlier.place])' and '\(given)' are both '\(declared ?? "")'",
          hint: "keep one of them")
      } else if let column = parameter.columns.first(where: { $0.name == declared }) {
        known.append((place, column))
      } else {
        let names = parameter.columns.map(\.name)
        refuse(
          "unknown column '\(given)'",
          hint: Suggestion.hint(for: given, in: names)
            ?? "the columns are \(names.joined(separator: ", "))")
      }
    }
    absent = parameter.columns.filter { column in !known.contains { $0.column.name == column.name }
    }
    // In JSON a column is absent row by row; a table without rows lacks nothing.
    for column in absent where column.isRequired && table.isRectangular {
      refuse(
        "the column '\(column.name)' is missing", hint: column.help.isEmpty ? nil : column.help)
    }
    self.known = known
    if var first = problems.first {
      first.others = Array(problems.dropFirst())
      throw first
    }
  }

  /// The places of the columns whose cells must not be shown.
  var secretPlaces: Set<Int> { Set(known.filter { $0.column.isSecret }.map(\.place)) }

  /// Every declared column with its cell, those that the table does not have last.
  func cells(of row: RowTable.Row) -> [(Parameter, JSONValue?)] {
    known.map { ($0.column, row.cells[$0.place]) } + absent.map { ($0, nil) }
  }

  /// What a row holds, for people: no empty cells, no secrets.
  func shown(_ row: RowTable.Row) -> JSONObject {
    JSONObject(
      known.filter { !$0.column.isSecret }.compactMap { place, column in
        row.cells[place].map { (column.name, $0) }
      })
  }

  /// The rows as they were given, each secret by its name.
  func withoutSecrets(_ table: RowTable, _ parameter: Parameter) -> JSONValue {
    .array(
      table.rows.map { row in
        var fields = JSONObject()
        for (place, column) in known {
          let name = "\(parameter.name).\(column.name):\(row.line)"
          fields[column.name] =
            row.cells[place].map { column.isSecret ? SecretMark.recorded(name) : $0 }
        }
        return .object(fields)
      })
  }
}

extension Parameter {
  /// Whether its values must not be shown.
  var isSecret: Bool { type == .secret || type == .list && elementType == .secret }
}
