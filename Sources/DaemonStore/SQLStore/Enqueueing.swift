import HighLevel
import SQL

extension SQLStore {
  func enqueue(_ runs: [NewRun]) async throws(StoreError) -> [Enqueued] {
    try await write { session in
      let results = try runs.map(session.enqueue)
      try session.noteChange()
      return results
    }
  }
}

extension StoreSession {
  func enqueue(_ new: NewRun) throws -> Enqueued {
    if let known = try known(new) { return known }
    if try insert(new) { return .new(try stored(new.id)) }
    // Somebody else was faster; a transaction sees what was committed before its statement.
    guard let known = try known(new) else {
      return .existing(try stored(new.id))
    }
    return known
  }

  /// Adds a run, in whatever status; false when its id or its idempotency key is known.
  func insert(
    _ new: NewRun, status: RunStatus = .queued, reason: String? = nil, slot: Timestamp? = nil
  ) throws -> Bool {
    let ended = status.isFinal ? sql.now : "NULL"
    let changed = try run(
      """
      INSERT INTO runs (
        id, kind, status, recipe, profile, company, trigger_kind, trigger_name, requested_by,
        event_id, parent, title, concurrency_key, applies_itself, slot, not_before, deadline,
        max_attempts, reason, idempotency_key, request_hash, search, queued_at, due_at, finished_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
        $19, $20, $21, $23, \(sql.now), \(sql.greatest)(\(sql.now), $22), \(ended))
      ON CONFLICT DO NOTHING
      """,
      values: [
        .text(new.id), .text(new.kind.rawValue), .text(status.rawValue), SQLValue(new.recipe),
        SQLValue(new.profile), SQLValue(new.company), .text(new.trigger.rawValue),
        SQLValue(new.triggerName), SQLValue(new.requestedBy), SQLValue(new.eventId),
        SQLValue(new.parent), SQLValue(new.title), SQLValue(new.concurrencyKey),
        SQLValue(new.appliesItself), SQLValue(slot), SQLValue(new.notBefore),
        SQLValue(new.deadline), SQLValue(new.maxAttempts), SQLValue(reason),
        SQLValue(new.idempotencyKey), SQLValue(new.requestHash),
        .integer(new.notBefore?.milliseconds ?? 0), SQLValue(RunSQL.search(new.id, new.title)),
      ]
    ).changed
    guard changed > 0 else { return false }
    try run(
      "INSERT INTO documents (run_id, arguments, event) VALUES ($1, $2, $3)", .text(new.id),
      SQLValue(new.arguments), SQLValue(new.event))
    return true
  }

  func stored(_ id: String) throws -> StoredRun {
    guard let run = try run(named: id) else { throw StoreError.notFound("run '\(id)'") }
    return run
  }

  /// The run that was queued under the same idempotency key.
  private func known(_ new: NewRun) throws -> Enqueued? {
    guard let key = new.idempotencyKey else { return nil }
    let row = try run(
      """
      SELECT id, request_hash FROM runs WHERE requested_by = $1 AND idempotency_key = $2
        AND idempotency_key IS NOT NULL
      """, SQLValue(new.requestedBy), SQLValue(key)
    ).rows.first
    guard let row, let id = row.text(0) else { return nil }
    let run = try stored(id)
    return row.text(1) == new.requestHash ? .existing(run) : .conflict(run)
  }
}
