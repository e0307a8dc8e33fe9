import SQL

extension StoreSession {
  /// A page of a table, newest first: the rows whose columns have these values, where they are given.
  func page(
    _ page: ListPage, of table: String, _ columns: String,
    where wanted: [(column: String, value: String?)]
  ) throws -> [SQLRow] {
    var values = [SQLValue(page.limit)]
    var conditions: [String] = []
    for (condition, value) in [("id <", page.after)] + wanted.map({ ("\($0.column) =", $0.value) })
    {
      guard let value else { continue }
      values.append(SQLValue(value))
      conditions.append("\(condition) $\(values.count)")
    }
    let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    return try run(
      "SELECT \(columns) FROM \(table) \(filter) ORDER BY id DESC LIMIT $1", values: values
    ).rows
  }
}
