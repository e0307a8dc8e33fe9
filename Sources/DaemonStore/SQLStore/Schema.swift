import SQL

/// The tables. Times are milliseconds since 1970, yes and no are 1 and 0.
enum Schema {
  /// The first version.
  static func first(_ sql: SQLDialect) -> [String] {
    runs(sql) + partsOfRuns(sql) + events(sql) + schedules(sql) + deliveries(sql) + rest(sql)
  }

  /// A text is looked for among the runs of some statuses without a look at the runs themselves.
  static let second = [
    "DROP INDEX runs_text", "CREATE INDEX runs_text ON runs (id, search, status)",
  ]

  private static func runs(_ sql: SQLDialect) -> [String] {
    [
      """
      CREATE TABLE runs (
        id \(sql.key) PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, recipe TEXT NOT NULL,
        profile TEXT NOT NULL, company TEXT NOT NULL, trigger_kind TEXT NOT NULL,
        trigger_name TEXT NOT NULL, requested_by TEXT NOT NULL, event_id TEXT, parent TEXT,
        title TEXT NOT NULL, search TEXT NOT NULL, concurrency_key TEXT, applies_itself BIGINT NOT NULL, slot BIGINT,
        queued_at BIGINT NOT NULL, due_at BIGINT NOT NULL, not_before BIGINT, deadline BIGINT,
        started_at BIGINT, finished_at BIGINT, attempt BIGINT NOT NULL DEFAULT 0,
        max_attempts BIGINT NOT NULL, worker TEXT, fence BIGINT NOT NULL DEFAULT 0,
        lease_until BIGINT, cancel_requested BIGINT NOT NULL DEFAULT 0,
        progress_done BIGINT NOT NULL DEFAULT 0, progress_total BIGINT NOT NULL DEFAULT 0,
        progress_note TEXT NOT NULL DEFAULT '', creates BIGINT NOT NULL DEFAULT 0,
        updates BIGINT NOT NULL DEFAULT 0, deletes BIGINT NOT NULL DEFAULT 0,
        failures BIGINT NOT NULL DEFAULT 0, checksum TEXT, plan_expires BIGINT, reason TEXT,
        acknowledged_by TEXT, idempotency_key TEXT, request_hash TEXT)
      """,
      "CREATE INDEX runs_due ON runs (due_at, id) WHERE status = 'queued'",
      """
      CREATE UNIQUE INDEX runs_one_of_a_key ON runs (concurrency_key)
        WHERE status = 'running' AND concurrency_key IS NOT NULL
      """,
      "CREATE INDEX runs_lease ON runs (lease_until) WHERE status = 'running'",
      """
      CREATE INDEX runs_deadline ON runs (deadline)
        WHERE status = 'queued' AND deadline IS NOT NULL
      """,
      "CREATE INDEX runs_expiry ON runs (plan_expires) WHERE status = 'waiting'",
      "CREATE INDEX runs_status ON runs (status, id)",
      "CREATE INDEX runs_recipe ON runs (recipe, status, id)",
      "CREATE INDEX runs_profile ON runs (profile, status, id)",
      "CREATE INDEX runs_trigger ON runs (trigger_name, status, id)",
      "CREATE INDEX runs_text ON runs (id, search)",
      "CREATE INDEX runs_finished ON runs (finished_at) WHERE finished_at IS NOT NULL",
      "CREATE INDEX runs_parent ON runs (parent, id) WHERE parent IS NOT NULL",
      "CREATE INDEX runs_event ON runs (event_id, id) WHERE event_id IS NOT NULL",
      """
      CREATE UNIQUE INDEX runs_idempotency ON runs (requested_by, idempotency_key)
        WHERE idempotency_key IS NOT NULL
      """,
      "CREATE INDEX runs_troubled ON runs (id) WHERE \(RunSQL.needsLook)",
    ]
  }

  private static func partsOfRuns(_ sql: SQLDialect) -> [String] {
    let run = "run_id \(sql.key) NOT NULL REFERENCES runs (id) ON DELETE CASCADE"
    return [
      """
      CREATE TABLE documents (
        \(run) PRIMARY KEY, arguments TEXT NOT NULL, event TEXT, plan TEXT, report TEXT,
        problem TEXT)
      """,
      """
      CREATE TABLE items (
        \(run), number BIGINT NOT NULL, operation TEXT NOT NULL, resource TEXT NOT NULL,
        entity TEXT NOT NULL, label TEXT NOT NULL, before_json TEXT, after_json TEXT,
        outcome TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (run_id, number))
      """,
      """
      CREATE TABLE log_lines (
        sequence \(sql.counter), \(run), at BIGINT NOT NULL, level TEXT NOT NULL,
        line TEXT NOT NULL)
      """,
      "CREATE INDEX log_lines_run ON log_lines (run_id, sequence)",
    ]
  }

  private static func events(_ sql: SQLDialect) -> [String] {
    [
      """
      CREATE TABLE events (
        id \(sql.key) PRIMARY KEY, source TEXT NOT NULL, event_id TEXT NOT NULL,
        type TEXT NOT NULL, body \(sql.bytes) NOT NULL, status TEXT NOT NULL, note TEXT NOT NULL,
        received_at BIGINT NOT NULL, replays BIGINT NOT NULL DEFAULT 0,
        duplicates BIGINT NOT NULL DEFAULT 0, UNIQUE (source, event_id))
      """,
      "CREATE INDEX events_source ON events (source, id)",
      "CREATE INDEX events_status ON events (status, id)",
      """
      CREATE TABLE own_deletes (
        company TEXT NOT NULL, user_id TEXT NOT NULL, email TEXT NOT NULL, at BIGINT NOT NULL)
      """,
      "CREATE INDEX own_deletes_user ON own_deletes (company, user_id, at)",
      "CREATE INDEX own_deletes_email ON own_deletes (company, email, at)",
    ]
  }

  private static func schedules(_ sql: SQLDialect) -> [String] {
    [
      """
      CREATE TABLE schedules (
        name \(sql.key) PRIMARY KEY, definition TEXT NOT NULL, cursor_at BIGINT NOT NULL,
        paused BIGINT NOT NULL DEFAULT 0, last_run TEXT)
      """,
      """
      CREATE TABLE slots (
        schedule \(sql.key) NOT NULL, slot BIGINT NOT NULL, run_id TEXT NOT NULL,
        PRIMARY KEY (schedule, slot))
      """,
    ]
  }

  private static func deliveries(_ sql: SQLDialect) -> [String] {
    [
      """
      CREATE TABLE deliveries (
        id \(sql.key) PRIMARY KEY, target TEXT NOT NULL, event_id TEXT NOT NULL,
        type TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'waiting',
        attempts BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, next_at BIGINT NOT NULL,
        worker TEXT NOT NULL DEFAULT '', last_error TEXT NOT NULL DEFAULT '',
        UNIQUE (target, event_id))
      """,
      "CREATE INDEX deliveries_due ON deliveries (next_at) WHERE status = 'waiting'",
      "CREATE INDEX deliveries_status ON deliveries (status, id)",
    ]
  }

  private static func rest(_ sql: SQLDialect) -> [String] {
    [
      // Microseconds here: the time between two requests is seldom a whole millisecond.
      """
      CREATE TABLE budgets (
        key \(sql.key) PRIMARY KEY, requests BIGINT NOT NULL, window_ms BIGINT NOT NULL,
        interval_us BIGINT NOT NULL, burst_us BIGINT NOT NULL, taken_until_us BIGINT NOT NULL,
        held_until_us BIGINT NOT NULL DEFAULT 0)
      """,
      """
      CREATE TABLE audit (
        id \(sql.counter), at BIGINT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, detail TEXT NOT NULL)
      """,
      "INSERT INTO meta (key, value) VALUES ('version', 1) ON CONFLICT (key) DO NOTHING",
    ]
  }
}
