import HighLevel
import SQL

extension SQLStore {
  func claim(
    worker: String, limit: Int, lease: Duration
  ) async throws(StoreError) -> [ClaimedRun] {
    guard limit > 0 else { return [] }
    return try await write { session in
      try session.sweep()
      var claimed: [ClaimedRun] = []
      var keys: Set<String> = []
      for (id, key) in try session.candidates(limit: max(limit * 4, 16)) {
        guard claimed.count < limit else { break }
        if let key {
          guard keys.insert(key).inserted, try session.lock(key: key) else { continue }
        }
        if let run = try session.take(id, worker: worker, lease: lease) { claimed.append(run) }
      }
      if !claimed.isEmpty { try session.noteChange() }
      return claimed
    }
  }
}

extension StoreSession {
  /// Runs that could be taken, oldest first. What others are just looking at is left to them.
  fileprivate func candidates(limit: Int) throws -> [(id: String, key: String?)] {
    try run(
      """
      SELECT id, concurrency_key FROM runs \(sql.by("runs_due"))
      WHERE status = 'queued' AND due_at <= \(sql.now) AND (concurrency_key IS NULL OR NOT EXISTS (
        SELECT 1 FROM runs busy
        WHERE busy.status = 'running' AND busy.concurrency_key = runs.concurrency_key))
      ORDER BY due_at, id LIMIT $1 \(sql.forUpdateSkipLocked)
      """, SQLValue(limit)
    ).rows.map { ($0.text(0) ?? "", $0.text(1)) }
  }

  /// Two workers that want runs of one key would wait for each other at its unique index.
  fileprivate func lock(key: String) throws -> Bool {
    guard sql == .postgres else { return true }
    let answer = try run(
      "SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || current_schema(), 0))",
      SQLValue(key))
    return answer.rows.first?.integer(0) == 1
  }

  fileprivate func take(_ id: String, worker: String, lease: Duration) throws -> ClaimedRun? {
    let row = try run(
      """
      UPDATE runs SET status = 'running', worker = $2, fence = fence + 1, attempt = attempt + 1,
        lease_until = \(sql.now) + $3, started_at = COALESCE(started_at, \(sql.now))
      WHERE id = $1 AND status = 'queued' AND (concurrency_key IS NULL OR NOT EXISTS (
        SELECT 1 FROM runs busy
        WHERE busy.status = 'running' AND busy.concurrency_key = runs.concurrency_key))
      RETURNING \(RunSQL.columns)
      """, .text(id), SQLValue(worker), .integer(lease.milliseconds)
    ).rows.first
    guard let row, let documents = try documents(of: id) else { return nil }
    return ClaimedRun(
      claim: Claim(run: id, worker: worker, fence: RunSQL.fence(row)), run: try StoredRun(row),
      documents: documents)
  }

  /// Ends what is too late, and puts back what its worker has let go.
  fileprivate func sweep() throws {
    try run(
      """
      UPDATE runs SET status = 'missed', finished_at = \(sql.now),
        reason = 'it could not begin before its deadline'
      WHERE id IN (SELECT id FROM runs \(sql.by("runs_deadline"))
        WHERE status = 'queued' AND deadline IS NOT NULL AND deadline < \(sql.now)
        LIMIT 100 \(sql.forUpdateSkipLocked)) AND status = 'queued'
      """)
    try run(
      """
      UPDATE runs SET status = 'expired', reason = 'nobody approved the plan in time'
      WHERE id IN (SELECT id FROM runs \(sql.by("runs_expiry"))
        WHERE status = 'waiting' AND plan_expires < \(sql.now) LIMIT 100 \(sql.forUpdateSkipLocked)) AND status = 'waiting'
      """)
    let lost = try run(
      """
      SELECT \(RunSQL.columns) FROM runs \(sql.by("runs_lease"))
      WHERE status = 'running' AND lease_until < \(sql.now) LIMIT 100 \(sql.forUpdateSkipLocked)
      """
    ).rows
    for row in lost {
      let run = try StoredRun(row)
      try putBack(run, mayTryAgain: run.attempt < RunSQL.maxAttempts(row))
    }
  }

  private func putBack(_ lost: StoredRun, mayTryAgain: Bool) throws {
    // A plan can be thrown away at any time; an apply that had begun is to be looked at.
    let isWithdrawn = lost.isCancelRequested && lost.kind == .plan
    if isWithdrawn || !mayTryAgain {
      let reason =
        isWithdrawn ? "it was cancelled" : "its worker was lost \(lost.attempt) times"
      try run(
        """
        UPDATE runs SET status = $2, reason = $3, finished_at = \(sql.now), lease_until = NULL
        WHERE id = $1 AND status = 'running'
        """, .text(lost.id), .text(isWithdrawn ? "cancelled" : "interrupted"), .text(reason))
    } else {
      try run(
        """
        UPDATE runs SET status = 'queued', lease_until = NULL WHERE id = $1 AND status = 'running'
        """, .text(lost.id))
    }
    try noteChange()
  }
}
