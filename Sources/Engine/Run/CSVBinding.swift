import CSV
import JSON
import LuaRuntime

/// The `csv` module's two functions over the CSV reader and writer.
enum CSVBinding {
  /// `{ value = rows }`, each row a table by column name, or `{ message }`.
  static func decode(_ text: String, maximumFields: Int) -> JSONValue {
    do throws(CSVError) {
      let table = try CSVTable(parsing: text, maximumFields: maximumFields)
      let rows = table.rows.map { row in
        JSONValue.object(
          JSONObject(
            uniqueMembers: zip(table.header, row.fields).map { name, field in
              JSONObject.Member(key: name, value: .string(field))
            }))
      }
      return ["value": .array(rows)]
    } catch {
      return ["message": .string(error.description)]
    }
  }

  /// Rows of tables as CSV with these columns; an absent value is an empty field.
  static func encode(
    _ rows: JSONValue?, columns: JSONValue?, maximumFields: Int
  ) throws(LuaError) -> JSONValue {
    guard let columns = columns?.strings, !columns.isEmpty else {
      throw LuaError(kind: "invalid", message: "csv.encode takes a list of column names")
    }
    let rows = rows?.array ?? []
    guard rows.count < maximumFields / columns.count else {
      throw LuaError(
        kind: "invalid",
        message: "csv.encode writes \(maximumFields) fields at most, the header's among them")
    }
    let lines = rows.enumerated().map { index, row in
      CSVTable.Row(line: index + 2, fields: columns.map { field(row[$0]) })
    }
    return .string(CSVTable(header: columns, rows: lines).text)
  }

  private static func field(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case .array(let elements) where elements.allSatisfy({ $0.string != nil }):
      elements.compactMap(\.string).joined(separator: ";")
    case .some(let other): other.text()
    }
  }
}
