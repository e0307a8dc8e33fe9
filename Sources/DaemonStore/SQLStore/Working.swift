import HighLevel
import SQL

/// What the worker of a run writes: only while the lease holds, and the fence is his.
extension SQLStore {
  func heartbeat(_ claim: Claim, lease: Duration) async throws(StoreError) -> Heartbeat {
    try await write { session in
      let row = try session.update(
        claim, "lease_until = \(session.sql.now) + $4", .integer(lease.milliseconds))
      return Heartbeat(
        leaseUntil: row.time(0) ?? Timestamp(milliseconds: 0),
        isCancelRequested: row.integer(1) == 1)
    }
  }

  func release(_ claim: Claim) async throws(StoreError) {
    try await write { session in
      try session.update(
        claim, "status = 'queued', lease_until = NULL, worker = NULL, attempt = attempt - 1")
      try session.noteChange()
    }
  }

  func progress(_ claim: Claim, _ progress: RunProgress) async throws(StoreError) {
    try await write { session in
      try session.update(
        claim, "progress_done = $4, progress_total = $5, progress_note = $6",
        SQLValue(progress.done), SQLValue(progress.total), SQLValue(progress.note))
      try session.noteChange()
    }
  }

  func log(_ claim: Claim, _ lines: [LogLine]) async throws(StoreError) {
    try await write { session in
      try session.hold(claim)
      for line in lines {
        try session.run(
          """
          INSERT INTO log_lines (run_id, at, level, line) VALUES ($1, \(session.sql.now), $2, $3)
          """, .text(claim.run), SQLValue(line.level), SQLValue(line.text))
      }
      try session.noteChange()
    }
  }

  func record(_ claim: Claim, _ items: [RunItem]) async throws(StoreError) {
    try await write { session in
      try session.hold(claim)
      for item in items { try session.record(item, of: claim.run) }
      try session.noteChange()
    }
  }

  func finish(_ claim: Claim, _ outcome: RunOutcome) async throws(StoreError) {
    try await write { session in
      let changes = outcome.changes
      try session.update(
        claim,
        """
        status = $4, finished_at = \(session.sql.now), lease_until = NULL, reason = $5,
        checksum = $6, plan_expires = $7, creates = $8, updates = $9, deletes = $10,
        failures = $11, title = COALESCE($12, title), search = COALESCE($13, search)
        """, .text(outcome.status.rawValue), SQLValue(outcome.reason), SQLValue(outcome.checksum),
        SQLValue(outcome.planExpires), SQLValue(changes.create), SQLValue(changes.update),
        SQLValue(changes.delete), SQLValue(changes.failed), SQLValue(outcome.title),
        SQLValue(outcome.title.map { RunSQL.search(claim.run, $0) }))
      try session.run(
        "UPDATE documents SET plan = $2, report = $3, problem = $4 WHERE run_id = $1",
        .text(claim.run), SQLValue(outcome.plan), SQLValue(outcome.report),
        SQLValue(outcome.problem))
      for run in outcome.follow { _ = try session.enqueue(run) }
      for delivery in outcome.deliveries { try session.post(delivery) }
      try session.noteChange()
    }
  }
}

extension StoreSession {
  /// Writes columns of a run at work. Parameters count from `$4` on.
  @discardableResult
  fileprivate func update(
    _ claim: Claim, _ columns: String, _ values: SQLValue...
  ) throws -> SQLRow {
    let row = try run(
      """
      UPDATE runs SET \(columns) WHERE id = $1 AND worker = $2 AND fence = $3
        AND status = 'running' AND lease_until >= \(sql.now)
      RETURNING lease_until, cancel_requested
      """,
      values: [.text(claim.run), SQLValue(claim.worker), .integer(claim.fence)] + values
    ).rows.first
    guard let row else { throw StoreError.leaseLost }
    return row
  }

  /// Makes sure that the run is the worker's until the transaction ends.
  fileprivate func hold(_ claim: Claim) throws {
    let rows = try run(
      """
      SELECT 1 FROM runs WHERE id = $1 AND worker = $2 AND fence = $3 AND status = 'running'
        AND lease_until >= \(sql.now) \(sql.forUpdate)
      """, .text(claim.run), SQLValue(claim.worker), .integer(claim.fence)
    ).rows
    if rows.isEmpty { throw StoreError.leaseLost }
  }

  fileprivate func record(_ item: RunItem, of run: String) throws {
    try self.run(
      """
      INSERT INTO items (run_id, number, operation, resource, entity, label, before_json,
        after_json, outcome, message)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (run_id, number) DO UPDATE SET operation = excluded.operation,
        resource = excluded.resource, entity = excluded.entity, label = excluded.label,
        before_json = excluded.before_json, after_json = excluded.after_json,
        outcome = excluded.outcome, message = excluded.message
      """, .text(run), SQLValue(item.number), SQLValue(item.operation), SQLValue(item.resource),
      SQLValue(item.entity), SQLValue(item.label), SQLValue(item.before), SQLValue(item.after),
      SQLValue(item.outcome), SQLValue(item.message))
  }
}
