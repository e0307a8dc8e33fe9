import CSV
import Diagnostics
import HighLevel
import JSON

/// Reads the table of a `rows` parameter.
///
/// A fault of the whole (no such file, a quote never closed, an unknown column) refuses it; a wrong
/// value is only the fault of its row.
struct RowsReader {
  let parameter: Parameter
  let input: any InputSource
  /// For cells, so with nothing to read from.
  let cellReader: ValueReader

  /// The most that is read of a table.
  static let sizeLimit = 64 << 20

  struct Result {
    var values: [JSONValue] = []
    var lines: [Int] = []
    var badRows: [BadRow] = []
    var recorded: JSONValue = .null
    var table: CSVTable
  }

  init(_ parameter: Parameter, values: ValueReader) {
    self.parameter = parameter
    input = values.input
    var cellReader = values
    cellReader.mayReadInputs = false
    self.cellReader = cellReader
  }

  /// - Parameter value: a path, `-` for standard input, an array of objects, or `{"text": …}` with
  ///   what a file would hold.
  /// - Throws: what refuses the table, `.inputInvalid`; or what stops the run.
  func read(_ value: JSONValue) async throws(Problem) -> Result {
    let table = try fetch(value)
    let columns = try TableColumns(table, parameter, name: name(of: value))
    try checkCount(table.rows.count, name: name(of: value))
    do throws(ValueFault) {
      try await prepareUsers(table, columns)
      var result = try await readRows(table, columns)
      result.recorded = value.string == nil ? columns.withoutSecrets(table, parameter) : value
      return result
    } catch {
      switch error {
      case .stop(let problem): throw problem
      case .wrong(let message, let hint): throw Problem(.inputInvalid, message, hint: hint)
      }
    }
  }

  private func name(of value: JSONValue) -> String {
    guard let path = value.string else { return parameter.name }
    return path == "-" ? "standard input" : path
  }

  private func fetch(_ value: JSONValue) throws(Problem) -> RowTable {
    let name = name(of: value)
    if let text = value["text"]?.string, value.object?.count == 1 {
      return try RowTable(bytes: Array(text.utf8), name: name)
    }
    guard let path = value.string else {
      // An empty list of a test comes from Lua, where it looks like an empty object.
      return try RowTable(array: value == .object([:]) ? [] : value, name: name)
    }
    let bytes: [UInt8]
    do throws(InputFault) {
      bytes =
        path == "-"
        ? try input.readStandardInput(limit: Self.sizeLimit)
        : try input.readFile(path, limit: Self.sizeLimit)
    } catch {
      throw Problem(
        .inputInvalid, error.message(about: name), hint: error.hint, at: Place(name))
    }
    return try RowTable(bytes: bytes, name: name)
  }

  private func checkCount(_ count: Int, name: String) throws(Problem) {
    do throws(ValueFault) {
      try cellReader.checkBounds(count, parameter, unit: "rows")
    } catch {
      guard case .wrong(let message, _) = error else { return }
      throw Problem(.inputInvalid, "the table \(message)", at: Place(name))
    }
  }

  private func prepareUsers(
    _ table: RowTable, _ columns: TableColumns
  ) async throws(ValueFault) {
    var references: [String] = []
    for (place, column) in columns.known
    where column.type == .user || column.type == .list && column.elementType == .user {
      for case let cell? in table.rows.map({ $0.cells[place] }) {
        let parts = column.type == .list ? try? ValueReader.elements(of: cell, column) : [cell]
        references += (parts ?? []).compactMap(\.string)
      }
    }
    if !references.isEmpty { try await cellReader.resolver.prepareUsers(references) }
  }

  private func readRows(
    _ table: RowTable, _ columns: TableColumns
  ) async throws(ValueFault) -> Result {
    let own = columns.endsWithReasons ? table.columns.dropLast() : table.columns[...]
    var result = Result(table: table.csv(own, withoutColumns: columns.secretPlaces))
    var seen: [String: [String: Int]] = [:]
    for row in table.rows {
      var reader = RowReader(parameter: parameter.name, line: row.line, values: cellReader)
      for (column, cell) in columns.cells(of: row) {
        try await reader.read(cell, column)
        if column.unique {
          reader.checkUnique(column, table.unit, in: &seen[column.name, default: [:]])
        }
      }
      if reader.faults.isEmpty {
        result.values.append(.object(reader.fields))
        result.lines.append(row.line)
      } else {
        result.badRows.append(
          BadRow(
            parameter: parameter.name, line: row.line,
            message: reader.faults.joined(separator: "; "), values: columns.shown(row)))
      }
    }
    return result
  }
}

/// Reads the cells of one row, and collects what is wrong with them.
private struct RowReader {
  let parameter: String
  let line: Int
  let values: ValueReader
  var fields = JSONObject()
  var faults: [String] = []

  mutating func read(_ cell: JSONValue?, _ column: Parameter) async throws(ValueFault) {
    guard let cell = Self.filled(cell, column) ?? column.defaultValue else {
      if column.isRequired { faults.append("\(column.name): the cell is empty") }
      return
    }
    do throws(ValueFault) {
      let name = "\(parameter).\(column.name):\(line)"
      fields[column.name] = try await values.read(cell, as: column, secretName: name).value
    } catch {
      guard case .wrong(let message, let hint) = error else { throw error }
      faults.append("\(column.name): \(message)" + (hint.map { "; \($0)" } ?? ""))
    }
  }

  /// Nil for a cell with nothing in it; spaces are something only in a text or secret.
  private static func filled(_ cell: JSONValue?, _ column: Parameter) -> JSONValue? {
    guard case .string(let text)? = cell, column.type != .string, column.type != .secret else {
      return cell
    }
    return text.contains { !$0.isWhitespace } ? cell : nil
  }

  /// - Parameter seen: the line of each value's first row.
  mutating func checkUnique(
    _ column: Parameter, _ unit: String, in seen: inout [String: Int]
  ) {
    guard let value = fields[column.name] else { return }
    let text = value["id"]?.string ?? RowTable.text(value)
    let key = text.utf8.contains { $0 >= 0x80 } ? text : text.lowercased()
    guard let earlier = seen[key] else {
      seen[key] = line
      return
    }
    let shown = column.type == .secret ? "this value" : "'\(text)'"
    faults.append("\(column.name): \(shown) is already in \(unit) \(earlier)")
  }
}
