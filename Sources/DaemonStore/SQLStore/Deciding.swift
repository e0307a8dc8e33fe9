import SQL

/// What people decide about runs.
extension SQLStore {
  func cancel(run: String, by who: String) async throws(StoreError) -> Cancelled {
    try await write { session in
      let found = try session.stored(run)
      let wasIdle = try session.run(
        """
        UPDATE runs SET status = 'cancelled', finished_at = \(session.sql.now), reason = $2
        WHERE id = $1 AND status IN ('queued', 'waiting')
        """, .text(run), SQLValue("cancelled by \(who)")
      ).changed
      let wasBusy =
        wasIdle > 0
        ? 0
        : try session.run(
          "UPDATE runs SET cancel_requested = 1 WHERE id = $1 AND status = 'running'", .text(run)
        ).changed
      guard wasIdle + wasBusy > 0 else { return .tooLate(found.status) }
      try session.audit(AuditEntry(who: who, action: "cancel", subject: run))
      try session.noteChange()
      return wasIdle > 0 ? .done : .requested
    }
  }

  func approve(
    run: String, checksum: String, by who: String, apply: NewRun
  ) async throws(StoreError) -> Decision {
    try await decide(run, by: who, checksum: checksum, apply: apply)
  }

  func reject(run: String, by who: String) async throws(StoreError) -> Decision {
    try await decide(run, by: who, checksum: nil, apply: nil)
  }

  func acknowledge(run: String, by who: String) async throws(StoreError) {
    try await write { session in
      let changed = try session.run(
        "UPDATE runs SET acknowledged_by = $2 WHERE id = $1", .text(run), SQLValue(who)
      ).changed
      guard changed > 0 else { throw StoreError.notFound("run '\(run)'") }
      try session.audit(AuditEntry(who: who, action: "acknowledge", subject: run))
      try session.noteChange()
    }
  }

  private func decide(
    _ id: String, by who: String, checksum: String?, apply: NewRun?
  ) async throws(StoreError) -> Decision {
    try await write { session in
      let row = try session.run(
        """
        SELECT status, checksum, CASE WHEN plan_expires < \(session.sql.now) THEN 1 ELSE 0 END
        FROM runs WHERE id = $1 \(session.sql.forUpdate)
        """, .text(id)
      ).rows.first
      guard let row, let status = row.text(0).flatMap(RunStatus.init) else {
        throw StoreError.notFound("run '\(id)'")
      }
      guard status == .waiting else { return .notWaiting(status) }
      guard row.integer(2) != 1 else { return .notWaiting(.expired) }
      if apply != nil, checksum != row.text(1) { return .wrongChecksum }
      let verb = apply == nil ? "reject" : "approve"
      try session.run(
        "UPDATE runs SET status = $2, reason = $3 WHERE id = $1", .text(id),
        .text(apply == nil ? "rejected" : "planned"),
        SQLValue("\(apply == nil ? "turned down" : "approved") by \(who)"))
      try session.audit(
        AuditEntry(who: who, action: verb, subject: id, detail: checksum ?? ""))
      try session.noteChange()
      guard var apply else { return .done(apply: nil) }
      apply.parent = id
      _ = try session.enqueue(apply)
      return .done(apply: try session.stored(apply.id))
    }
  }
}
