import HighLevel
import SQL

/// The event inbox.
extension SQLStore {
  func accept(_ events: [NewEvent]) async throws(StoreError) -> [Acceptance] {
    guard !events.isEmpty else { return [] }
    do { return try await acceptor.accept(events) } catch { throw StoreError(error, sql) }
  }

  func events(_ filter: EventFilter, _ page: ListPage) async throws(StoreError) -> [StoredEvent] {
    try await read { session in
      try session.page(
        page, of: "events", StoredEvent.columns,
        where: [("source", filter.source), ("status", filter.status?.rawValue)]
      ).map(StoredEvent.init)
    }
  }

  func event(_ id: String) async throws(StoreError) -> StoredEvent {
    try await read { try $0.event(id) }
  }

  func replay(event: String, runs: [NewRun]) async throws(StoreError) -> StoredEvent {
    try await write { session in
      try session.run("UPDATE events SET replays = replays + 1 WHERE id = $1", .text(event))
      for var run in runs {
        run.eventId = event
        _ = try session.enqueue(run)
      }
      try session.noteChange()
      return try session.event(event)
    }
  }

  func noteOwnDelete(_ delete: OwnDelete) async throws(StoreError) {
    try await write { session in
      try session.run(
        """
        INSERT INTO own_deletes (company, user_id, email, at) VALUES ($1, $2, $3, \(session.sql.now))
        """, SQLValue(delete.company), SQLValue(delete.userId),
        SQLValue(delete.email.lowercased()))
    }
  }

  func isOwnDelete(
    company: String, userId: String?, email: String?, since: Timestamp
  ) async throws(StoreError) -> Bool {
    try await read { session in
      for (column, value) in [("user_id", userId), ("email", email?.lowercased())] {
        guard let value, !value.isEmpty else { continue }
        let found = try session.run(
          """
          SELECT 1 FROM own_deletes WHERE company = $1 AND \(column) = $2 AND at >= $3 LIMIT 1
          """, SQLValue(company), SQLValue(value), SQLValue(since))
        if !found.rows.isEmpty { return true }
      }
      return false
    }
  }
}

extension StoreSession {
  func accept(_ event: NewEvent) throws -> Acceptance {
    // An event that was stored, but not told so, comes again under its own name: then the runs are
    // there as well, and are not added twice.
    let row = try run(
      """
      INSERT INTO events (id, source, event_id, type, body, status, note, received_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, \(sql.now))
      ON CONFLICT (source, event_id) DO UPDATE SET duplicates = events.duplicates + 1
      RETURNING id
      """, .text(event.id), SQLValue(event.source), SQLValue(event.eventId), SQLValue(event.type),
      .bytes(event.body), .text(event.status.rawValue), SQLValue(event.note)
    ).rows.first
    guard let id = row?.text(0) else { throw StoreError.broken("the inbox answered nothing") }
    guard id == event.id else { return .duplicate(id: id) }
    for var run in event.runs {
      run.eventId = id
      _ = try insert(run)
    }
    return .new(id: id)
  }

  fileprivate func event(_ id: String) throws -> StoredEvent {
    let rows = try run("SELECT \(StoredEvent.columns) FROM events WHERE id = $1", .text(id)).rows
    guard let row = rows.first else { throw StoreError.notFound("event '\(id)'") }
    return try StoredEvent(row)
  }
}

extension StoredEvent {
  fileprivate static let columns =
    "id, source, event_id, type, body, status, note, received_at, replays, duplicates"

  fileprivate init(_ row: SQLRow) throws {
    guard let id = row.text(0), let status = row.text(5).flatMap(EventStatus.init) else {
      throw StoreError.broken("the store holds an event that this ghlua does not understand")
    }
    self.init(
      id: id, source: row.text(1) ?? "", eventId: row.text(2) ?? "", type: row.text(3) ?? "",
      body: row.bytes(4), status: status, note: row.text(6) ?? "",
      receivedAt: row.time(7) ?? Timestamp(milliseconds: 0), replays: Int(row.integer(8) ?? 0),
      duplicates: Int(row.integer(9) ?? 0))
  }
}
