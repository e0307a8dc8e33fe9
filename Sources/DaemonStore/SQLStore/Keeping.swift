import HighLevel
import SQL

/// What an operator needs.
extension SQLStore {
  func now() async throws(StoreError) -> Timestamp {
    let statement = "SELECT \(sql.now)"
    return try await read { session in
      try session.run(statement).rows.first?.time(0) ?? Timestamp(milliseconds: 0)
    }
  }

  func check() async throws(StoreError) {
    try await write { session in
      try session.run(
        """
        INSERT INTO meta (key, value) VALUES ('checked', \(session.sql.now))
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """)
    }
  }

  func statistics() async throws(StoreError) -> StoreStatistics {
    let size =
      sql == .sqlite
      ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
      : "SELECT pg_database_size(current_database())"
    return try await read { session in
      func count(_ statement: String) throws -> Int64? {
        try session.run(statement).rows.first?.integer(0)
      }
      let oldest = try count(
        """
        SELECT \(session.sql.now) - MIN(due_at) FROM runs
        WHERE status = 'queued' AND due_at <= \(session.sql.now)
        """)
      let deliveries = "SELECT COUNT(*) FROM deliveries WHERE status ="
      return StoreStatistics(
        runs: try session.counts(), oldestQueued: oldest.map { .milliseconds(max(0, $0)) },
        events: Int(try count("SELECT COUNT(*) FROM events") ?? 0),
        deliveriesWaiting: Int(try count("\(deliveries) 'waiting'") ?? 0),
        deliveriesDead: Int(try count("\(deliveries) 'dead'") ?? 0),
        databaseBytes: try count(size) ?? 0)
    }
  }

  func backup(to path: String) async throws(StoreError) {
    guard database.path != nil else {
      throw .unavailable("a PostgreSQL store is saved by PostgreSQL's own means: use pg_dump")
    }
    do { try await database.copy(to: path) } catch {
      throw StoreError(error, sql)
    }
  }

  func close() async { await database.close() }

  func audit(_ entry: AuditEntry) async throws(StoreError) {
    try await write { try $0.audit(entry) }
  }

  func auditEntries(_ page: ListPage) async throws(StoreError) -> [AuditEntry] {
    try await read { session in
      try session.run(
        """
        SELECT id, at, who, action, subject, detail FROM audit WHERE id < $1
        ORDER BY id DESC LIMIT $2
        """, .integer(page.after.flatMap { Int64($0) } ?? .max), SQLValue(page.limit)
      ).rows.map { row in
        var entry = AuditEntry(
          who: row.text(2) ?? "", action: row.text(3) ?? "", subject: row.text(4) ?? "",
          detail: row.text(5) ?? "")
        entry.id = row.integer(0).map(String.init) ?? ""
        entry.at = row.time(1) ?? entry.at
        return entry
      }
    }
  }
}

extension StoreSession {
  func audit(_ entry: AuditEntry) throws {
    try run(
      """
      INSERT INTO audit (at, who, action, subject, detail) VALUES (\(sql.now), $1, $2, $3, $4)
      """, SQLValue(entry.who), SQLValue(entry.action), SQLValue(entry.subject),
      SQLValue(entry.detail))
  }
}
