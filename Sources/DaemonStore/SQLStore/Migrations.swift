import SQL

/// Brings a database to this version, step by step. A step that was shipped is never changed.
enum Migrations {
  static func run(_ session: StoreSession) throws {
    // Daemons that start at the same time take turns.
    if session.sql == .postgres {
      try session.run(
        "SELECT pg_advisory_xact_lock(hashtextextended('ghlua ' || current_schema(), 0))")
    }
    try session.run(
      "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BIGINT NOT NULL)")
    let found = try session.run("SELECT value FROM meta WHERE key = 'schema'").rows.first
    let version = Int(found?.integer(0) ?? 0)
    let steps = [Schema.first(session.sql), Schema.second]
    guard version <= steps.count else {
      throw StoreError.broken(
        "the store was made by a newer ghlua (version \(version), this one knows \(steps.count))")
    }
    guard version < steps.count else { return }
    for statement in steps[version...].joined() { try session.run(statement) }
    try session.run(
      """
      INSERT INTO meta (key, value) VALUES ('schema', $1)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value
      """, SQLValue(steps.count))
  }
}
