import HighLevel
import SQL

/// How a run stands in its table.
enum RunSQL {
  static let columns = """
    id, kind, status, recipe, profile, company, trigger_kind, trigger_name, requested_by, event_id, \
    parent, title, concurrency_key, applies_itself, slot, queued_at, not_before, deadline, \
    started_at, finished_at, attempt, worker, lease_until, cancel_requested, progress_done, \
    progress_total, progress_note, creates, updates, deletes, failures, checksum, plan_expires, \
    reason, acknowledged_by, fence, max_attempts
    """

  static let needsLook =
    "acknowledged_by IS NULL AND status IN ("
    + RunStatus.troubled.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"

  /// What a text is looked for in, in lower case: databases know only that of ASCII, or take long.
  static func search(_ id: String, _ title: String) -> String { "\(title) \(id)".lowercased() }

  static func fence(_ row: SQLRow) -> Int64 { row.integer(35) ?? 0 }
  static func maxAttempts(_ row: SQLRow) -> Int { Int(row.integer(36) ?? 0) }
}

extension StoredRun {
  /// Reads `RunSQL.columns`.
  init(_ row: SQLRow) throws {
    func number(_ column: Int) -> Int { Int(row.integer(column) ?? 0) }
    guard let id = row.text(0), let kind = row.text(1).flatMap(RunKind.init),
      let status = row.text(2).flatMap(RunStatus.init),
      let trigger = row.text(6).flatMap(TriggerKind.init)
    else { throw StoreError.broken("the store holds a run that this ghlua does not understand") }
    self.init(
      id: id, kind: kind, status: status, recipe: row.text(3) ?? "", profile: row.text(4) ?? "",
      company: row.text(5) ?? "", trigger: trigger, triggerName: row.text(7) ?? "",
      requestedBy: row.text(8) ?? "", eventId: row.text(9), parent: row.text(10),
      title: row.text(11) ?? "", concurrencyKey: row.text(12), appliesItself: number(13) != 0,
      slot: row.time(14), queuedAt: row.time(15) ?? Timestamp(milliseconds: 0),
      notBefore: row.time(16), deadline: row.time(17), startedAt: row.time(18),
      finishedAt: row.time(19), attempt: number(20), worker: row.text(21),
      leaseUntil: row.time(22), isCancelRequested: number(23) != 0,
      progress: RunProgress(done: number(24), total: number(25), note: row.text(26) ?? ""),
      changes: ChangeCounts(
        create: number(27), update: number(28), delete: number(29), failed: number(30)),
      checksum: row.text(31), planExpires: row.time(32), reason: row.text(33),
      acknowledgedBy: row.text(34))
  }
}

extension SQLRow {
  func time(_ column: Int) -> Timestamp? {
    integer(column).map { Timestamp(milliseconds: $0) }
  }
}

extension SQLValue {
  init(_ time: Timestamp?) { self.init(time?.milliseconds) }
}

extension StoreSession {
  /// Nil when there is none.
  func run(named id: String) throws -> StoredRun? {
    try run("SELECT \(RunSQL.columns) FROM runs WHERE id = $1", .text(id)).rows.first
      .map(StoredRun.init)
  }

  func documents(of run: String) throws -> RunDocuments? {
    try self.run(
      "SELECT arguments, event, plan, report, problem FROM documents WHERE run_id = $1", .text(run)
    ).rows.first.map { row in
      RunDocuments(
        arguments: row.text(0) ?? "{}", event: row.text(1), plan: row.text(2), report: row.text(3),
        problem: row.text(4))
    }
  }
}
