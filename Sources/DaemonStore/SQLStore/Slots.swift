import HighLevel
import SQL

/// When schedules ran.
extension SQLStore {
  func register(schedule: String, definition: String) async throws(StoreError) -> ScheduleState {
    try await write { session in
      try session.run(
        """
        INSERT INTO schedules (name, definition, cursor_at) VALUES ($1, $2, \(session.sql.now))
        ON CONFLICT (name) DO UPDATE SET definition = excluded.definition,
          cursor_at = CASE WHEN schedules.definition = excluded.definition
            THEN schedules.cursor_at ELSE excluded.cursor_at END
        """, SQLValue(schedule), SQLValue(definition))
      return try session.schedule(schedule)
    }
  }

  func schedules() async throws(StoreError) -> [ScheduleState] {
    try await read { session in
      try session.run("SELECT \(ScheduleState.columns) FROM schedules ORDER BY name").rows
        .map(ScheduleState.init)
    }
  }

  func setPaused(schedule: String, _ paused: Bool, by who: String) async throws(StoreError) {
    try await write { session in
      let changed = try session.run(
        "UPDATE schedules SET paused = $2 WHERE name = $1", SQLValue(schedule), SQLValue(paused)
      ).changed
      guard changed > 0 else { throw StoreError.notFound("schedule '\(schedule)'") }
      try session.audit(
        AuditEntry(who: who, action: paused ? "pause" : "resume", subject: schedule))
      try session.noteChange()
    }
  }

  func fire(_ firing: SlotFiring) async throws(StoreError) -> Fired {
    try await write { session in
      let state = try session.schedule(firing.schedule, forUpdate: true)
      guard try session.takeSlot(firing) else { return .taken }
      let result = try session.settle(firing, state)
      try session.run(
        """
        UPDATE schedules SET cursor_at = \(session.sql.greatest)(cursor_at, $2), last_run = $3
        WHERE name = $1
        """, SQLValue(firing.schedule), SQLValue(firing.slot), .text(firing.run.id))
      try session.noteChange()
      return result
    }
  }
}

extension StoreSession {
  fileprivate func schedule(_ name: String, forUpdate: Bool = false) throws -> ScheduleState {
    let rows = try run(
      """
      SELECT \(ScheduleState.columns) FROM schedules WHERE name = $1
      \(forUpdate ? sql.forUpdate : "")
      """, SQLValue(name)
    ).rows
    guard let row = rows.first else { throw StoreError.notFound("schedule '\(name)'") }
    return ScheduleState(row)
  }

  /// Whether nobody had it before.
  fileprivate func takeSlot(_ firing: SlotFiring) throws -> Bool {
    try run(
      """
      INSERT INTO slots (schedule, slot, run_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
      """, SQLValue(firing.schedule), SQLValue(firing.slot), .text(firing.run.id)
    ).changed > 0
  }

  fileprivate func settle(_ firing: SlotFiring, _ state: ScheduleState) throws -> Fired {
    if let reason = firing.reason {
      return try notRun(firing, firing.status == .queued ? .skipped : firing.status, reason)
    }
    if state.isPaused { return try notRun(firing, .skipped, "the schedule is paused") }
    let earlier = try unfinished(firing.schedule)
    if firing.overlap == .forbid, let first = earlier.first {
      return try notRun(firing, .skipped, "the run \(first) before it has not ended")
    }
    if firing.overlap == .replace { try withdraw(earlier, for: firing.run.id) }
    var new = firing.run
    if [.queue, .replace].contains(firing.overlap), new.concurrencyKey == nil {
      new.concurrencyKey = "schedule \(firing.schedule)"
    }
    guard try insert(new, slot: firing.slot) else {
      throw StoreError.broken("there is a run '\(new.id)' already")
    }
    return .queued(try stored(new.id), cancelled: firing.overlap == .replace ? earlier : [])
  }

  private func notRun(
    _ firing: SlotFiring, _ status: RunStatus, _ reason: String
  ) throws -> Fired {
    guard try insert(firing.run, status: status, reason: reason, slot: firing.slot) else {
      throw StoreError.broken("there is a run '\(firing.run.id)' already")
    }
    return .notRun(try stored(firing.run.id))
  }

  /// Runs of a schedule that wait or are at work, oldest first.
  private func unfinished(_ schedule: String) throws -> [String] {
    try run(
      """
      SELECT id FROM runs WHERE trigger_name = $1 AND trigger_kind = 'schedule'
        AND status IN ('queued', 'running') ORDER BY id
      """, SQLValue(schedule)
    ).rows.compactMap { $0.text(0) }
  }

  private func withdraw(_ runs: [String], for newer: String) throws {
    for id in runs {
      let reason = SQLValue("the run \(newer) takes its place")
      try run(
        """
        UPDATE runs SET status = 'cancelled', finished_at = \(sql.now), reason = $2
        WHERE id = $1 AND status = 'queued'
        """, .text(id), reason)
      try run(
        """
        UPDATE runs SET cancel_requested = 1, reason = $2 WHERE id = $1 AND status = 'running'
        """, .text(id), reason)
    }
  }
}

extension ScheduleState {
  fileprivate static let columns = "name, cursor_at, paused, last_run"

  fileprivate init(_ row: SQLRow) {
    self.init(
      name: row.text(0) ?? "", cursor: row.time(1) ?? Timestamp(milliseconds: 0),
      isPaused: row.integer(2) == 1, lastRun: row.text(3))
  }
}
