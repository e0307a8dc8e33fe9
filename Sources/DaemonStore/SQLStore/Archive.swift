import HighLevel
import SQL

/// What is shown of runs.
extension SQLStore {
  func run(_ id: String) async throws(StoreError) -> StoredRun {
    try await read { try $0.stored(id) }
  }

  func runs(_ filter: RunFilter, _ page: ListPage) async throws(StoreError) -> [StoredRun] {
    let query = RunQuery(filter, page, sql)
    return try await read { session in
      try session.run(query.statement, values: query.values).rows.map(StoredRun.init)
    }
  }

  func counts() async throws(StoreError) -> [RunStatus: Int] {
    try await read { try $0.counts() }
  }

  func documents(of run: String) async throws(StoreError) -> RunDocuments {
    try await read { session in
      guard let documents = try session.documents(of: run) else {
        throw StoreError.notFound("run '\(run)'")
      }
      return documents
    }
  }

  func items(
    of run: String, from number: Int, limit: Int
  ) async throws(StoreError) -> [RunItem] {
    try await read { session in
      try session.run(
        """
        SELECT number, operation, resource, entity, label, before_json, after_json, outcome, message
        FROM items WHERE run_id = $1 AND number >= $2 ORDER BY number LIMIT $3
        """, .text(run), SQLValue(number), SQLValue(limit)
      ).rows.map { row in
        RunItem(
          number: Int(row.integer(0) ?? 0), operation: row.text(1) ?? "",
          resource: row.text(2) ?? "", entity: row.text(3) ?? "", label: row.text(4) ?? "",
          before: row.text(5), after: row.text(6), outcome: row.text(7) ?? "",
          message: row.text(8) ?? "")
      }
    }
  }

  func log(
    of run: String, after sequence: Int64, limit: Int
  ) async throws(StoreError) -> [LogLine] {
    try await read { session in
      try session.run(
        """
        SELECT sequence, at, level, line FROM log_lines WHERE run_id = $1 AND sequence > $2
        ORDER BY sequence LIMIT $3
        """, .text(run), .integer(sequence), SQLValue(limit)
      ).rows.map { row in
        var line = LogLine(level: row.text(2) ?? "", row.text(3) ?? "")
        line.sequence = row.integer(0) ?? 0
        line.at = row.time(1) ?? line.at
        return line
      }
    }
  }

  func version() async throws(StoreError) -> Int64 {
    // PostgreSQL's snapshot is another one after every commit of a transaction that wrote.
    let statement =
      sql == .sqlite
      ? "SELECT value FROM meta WHERE key = 'version'"
      : "SELECT hashtextextended(pg_current_snapshot()::text, 0)"
    return try await read { try $0.run(statement).rows.first?.integer(0) ?? 0 }
  }
}

extension StoreSession {
  func counts() throws -> [RunStatus: Int] {
    let rows = try run("SELECT status, COUNT(*) FROM runs GROUP BY status").rows
    var counts: [RunStatus: Int] = [:]
    for row in rows {
      if let status = row.text(0).flatMap(RunStatus.init) {
        counts[status] = Int(row.integer(1) ?? 0)
      }
    }
    return counts
  }
}
