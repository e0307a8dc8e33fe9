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
    let conditions = conditions(filter, page)
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

  private mutating func conditions(_ filter: RunFilter, _ page: ListPage) -> [String] {
    var conditions: [String] = []
    let before = page.after.map { "AND id < \(value(SQLValue($0)))" } ?? ""
    if page.after != nil { conditions.append(String(before.dropFirst(4))) }
    for (column, wanted) in [
      ("recipe", filter.recipe), ("profile", filter.profile), ("trigger_name", filter.schedule),
      ("event_id", filter.eventId), ("parent", filter.parent),
    ] {
      if let wanted { conditions.append("\(column) = \(value(SQLValue(wanted)))") }
    }
    if filter.schedule != nil { conditions.append("trigger_kind = 'schedule'") }
    if filter.needsLook { conditions.append(RunSQL.needsLook) }
    if Self.readsAtOnce(filter), !filter.statuses.isEmpty {
      let list = filter.statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      conditions.append("status IN (\(list))")
    }
    if let text = filter.text, !text.isEmpty {
      let lower = value(SQLValue(text.lowercased()))
      // Found in the index, which is much smaller than the table.
      conditions.append(
        """
        id IN (SELECT id FROM runs \(sql.by("runs_text")) WHERE \(sql.position)(search, \(lower)) > 0
          \(before))
        """)
    }
    return conditions
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
