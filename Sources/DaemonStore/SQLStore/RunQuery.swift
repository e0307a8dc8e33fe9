import SQL

/// A list of runs, newest first.
///
/// A filter is looked up status by status, as each index ends with `status, id`: a page is read off
/// its indexes without sorting, however many runs there are.
struct RunQuery {
  private(set) var statement = ""
  private(set) var values: [SQLValue] = []
  private let sql: SQLDialect

  init(_ filter: RunFilter, _ page: ListPage, _ sql: SQLDialect) {
    self.sql = sql
    let limit = value(SQLValue(page.limit))
    let conditions = conditions(filter, page, limit)
    let hasIndex = filter.recipe != nil || filter.profile != nil || filter.schedule != nil
    let statuses = filter.statuses.isEmpty && hasIndex ? RunStatus.allCases : filter.statuses
    guard !statuses.isEmpty, !Self.readsAtOnce(filter) else {
      statement = select(conditions, limit)
      return
    }
    let parts = statuses.map { status in
      "SELECT * FROM (\(select(conditions + ["status = '\(status.rawValue)'"], limit))) part"
    }
    statement = parts.joined(separator: " UNION ALL ") + " ORDER BY id DESC LIMIT \(limit)"
  }

  private func select(_ conditions: [String], _ limit: String) -> String {
    let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    return "SELECT \(RunSQL.columns) FROM runs \(filter) ORDER BY id DESC LIMIT \(limit)"
  }

  private mutating func conditions(
    _ filter: RunFilter, _ page: ListPage, _ limit: String
  ) -> [String] {
    // What the index of texts holds, and what it does not.
    var indexed: [String] = []
    var others: [String] = []
    if let after = page.after { indexed.append("id < \(value(SQLValue(after)))") }
    if Self.readsAtOnce(filter), !filter.statuses.isEmpty {
      let list = filter.statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      indexed.append("status IN (\(list))")
    }
    for (column, wanted) in [
      ("recipe", filter.recipe), ("profile", filter.profile), ("trigger_name", filter.schedule),
      ("event_id", filter.eventId), ("parent", filter.parent),
    ] {
      if let wanted { others.append("\(column) = \(value(SQLValue(wanted)))") }
    }
    if filter.schedule != nil { others.append("trigger_kind = 'schedule'") }
    if filter.needsLook { others.append(RunSQL.needsLook) }
    guard let text = filter.text, !text.isEmpty else { return indexed + others }
    indexed.append("\(sql.position)(search, \(value(SQLValue(text.lowercased())))) > 0")
    // Found in the index, which is much smaller than the table; no more of them than are shown.
    let end = others.isEmpty ? "ORDER BY id DESC LIMIT \(limit)" : ""
    return others + [
      """
      id IN (SELECT id FROM runs \(sql.by("runs_text"))
        WHERE \(indexed.joined(separator: " AND ")) \(end))
      """
    ]
  }

  /// Filters that are no faster status by status.
  private static func readsAtOnce(_ filter: RunFilter) -> Bool {
    filter.needsLook || filter.text?.isEmpty == false
  }

  private mutating func value(_ value: SQLValue) -> String {
    values.append(value)
    return "$\(values.count)"
  }
}
