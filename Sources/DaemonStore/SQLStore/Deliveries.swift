import HighLevel
import SQL

/// Webhooks that go out.
extension SQLStore {
  func post(_ deliveries: [NewDelivery]) async throws(StoreError) {
    try await write { session in
      for delivery in deliveries { try session.post(delivery) }
      try session.noteChange()
    }
  }

  func claimDeliveries(
    worker: String, limit: Int, lease: Duration
  ) async throws(StoreError) -> [StoredDelivery] {
    try await write { session in
      let now = session.sql.now
      return try session.run(
        """
        UPDATE deliveries SET worker = $1, attempts = attempts + 1, next_at = \(now) + $3
        WHERE id IN (SELECT id FROM deliveries WHERE status = 'waiting' AND next_at <= \(now)
          ORDER BY next_at LIMIT $2 \(session.sql.forUpdateSkipLocked))
        RETURNING \(StoredDelivery.columns)
        """, SQLValue(worker), SQLValue(limit), .integer(lease.milliseconds)
      ).rows.map(StoredDelivery.init)
    }
  }

  func settle(
    delivery: String, worker: String, _ result: DeliveryResult
  ) async throws(StoreError) {
    let (status, error, delay): (DeliveryStatus, String, Duration) =
      switch result {
      case .delivered: (.delivered, "", .zero)
      case .failed(let error, let delay): (.waiting, error, delay)
      case .dead(let error): (.dead, error, .zero)
      }
    try await write { session in
      let changed = try session.run(
        """
        UPDATE deliveries SET status = $3, last_error = $4, next_at = \(session.sql.now) + $5,
          worker = ''
        WHERE id = $1 AND worker = $2 AND status = 'waiting' AND next_at >= \(session.sql.now)
        """, .text(delivery), SQLValue(worker), .text(status.rawValue), SQLValue(error),
        .integer(delay.milliseconds)
      ).changed
      guard changed > 0 else { throw StoreError.leaseLost }
      try session.noteChange()
    }
  }

  func deliveries(
    status: DeliveryStatus?, _ page: ListPage
  ) async throws(StoreError) -> [StoredDelivery] {
    try await read { session in
      try session.page(
        page, of: "deliveries", StoredDelivery.columns, where: [("status", status?.rawValue)]
      ).map(StoredDelivery.init)
    }
  }

  func redeliver(delivery: String, by who: String) async throws(StoreError) {
    try await write { session in
      let changed = try session.run(
        """
        UPDATE deliveries SET status = 'waiting', attempts = 0, worker = '',
          next_at = \(session.sql.now) WHERE id = $1
        """, .text(delivery)
      ).changed
      guard changed > 0 else { throw StoreError.notFound("delivery '\(delivery)'") }
      try session.audit(AuditEntry(who: who, action: "redeliver", subject: delivery))
      try session.noteChange()
    }
  }
}

extension StoreSession {
  func post(_ new: NewDelivery) throws {
    try run(
      """
      INSERT INTO deliveries (id, target, event_id, type, body, created_at, next_at)
      VALUES ($1, $2, $3, $4, $5, \(sql.now), \(sql.now)) ON CONFLICT DO NOTHING
      """, .text(new.id), SQLValue(new.target), SQLValue(new.eventId), SQLValue(new.type),
      SQLValue(new.body))
  }
}

extension StoredDelivery {
  fileprivate static let columns =
    "id, target, event_id, type, body, status, attempts, created_at, next_at, last_error"

  fileprivate init(_ row: SQLRow) throws {
    guard let id = row.text(0), let status = row.text(5).flatMap(DeliveryStatus.init) else {
      throw StoreError.broken("the store holds a delivery that this ghlua does not understand")
    }
    self.init(
      id: id, target: row.text(1) ?? "", eventId: row.text(2) ?? "", type: row.text(3) ?? "",
      body: row.text(4) ?? "", status: status, attempts: Int(row.integer(6) ?? 0),
      createdAt: row.time(7) ?? Timestamp(milliseconds: 0),
      nextAt: row.time(8) ?? Timestamp(milliseconds: 0), lastError: row.text(9) ?? "")
  }
}
