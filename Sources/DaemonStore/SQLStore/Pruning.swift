import HighLevel
import SQL

/// Removes what is old.
extension SQLStore {
  func prune(_ policy: Retention, limit: Int) async throws(StoreError) -> Int {
    try await write { session in
      let troubled = RunStatus.troubled.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      let ended = "finished_at IS NOT NULL AND status NOT IN ('queued', 'running', 'waiting')"
      var removed = try session.remove(
        "\(ended) AND status NOT IN (\(troubled)) AND finished_at < \(session.sql.now) - $1",
        .integer(policy.keep.milliseconds), limit: limit)
      removed += try session.remove(
        "\(ended) AND status IN (\(troubled)) AND finished_at < \(session.sql.now) - $1",
        .integer(policy.keepTroubled.milliseconds), limit: limit)
      if let most = policy.maxRuns {
        removed += try session.remove(
          """
          \(ended) AND status NOT IN (\(troubled))
            AND id <= (SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET $1)
          """, SQLValue(most), limit: limit)
      }
      try session.removeOthers(policy)
      if removed > 0 { try session.noteChange() }
      return removed
    }
  }
}

extension StoreSession {
  /// With their documents, items and log lines.
  fileprivate func remove(
    _ condition: String, _ value: SQLValue, limit: Int
  ) throws -> Int {
    try run(
      "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE \(condition) LIMIT $2)", value,
      SQLValue(limit)
    ).changed
  }

  fileprivate func removeOthers(_ policy: Retention) throws {
    let keep = SQLValue.integer(policy.keep.milliseconds)
    let keepTroubled = SQLValue.integer(policy.keepTroubled.milliseconds)
    // An event that could come again must stay known; its runs hold it as long.
    try run(
      """
      DELETE FROM events WHERE received_at < \(sql.now) - $1
        AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.event_id = events.id)
      """, keep)
    try run("DELETE FROM own_deletes WHERE at < \(sql.now) - $1", keep)
    // A schedule never looks back behind its cursor.
    try run(
      """
      DELETE FROM slots WHERE slot < \(sql.now) - $1 AND slot < (
        SELECT cursor_at FROM schedules WHERE schedules.name = slots.schedule)
      """, keep)
    try run(
      "DELETE FROM deliveries WHERE status = 'delivered' AND created_at < \(sql.now) - $1", keep)
    try run(
      "DELETE FROM deliveries WHERE status = 'dead' AND created_at < \(sql.now) - $1",
      keepTroubled)
    try run("DELETE FROM audit WHERE at < \(sql.now) - $1", keepTroubled)
  }
}
