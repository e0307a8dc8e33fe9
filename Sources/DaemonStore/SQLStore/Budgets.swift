import HighLevel
import SQL

/// Rate limits as a generic cell rate algorithm: one row a key, one statement a reservation.
extension SQLStore {
  func reserve(
    _ key: String, _ count: Int, of budget: RateBudget
  ) async throws(StoreError) -> Reservation {
    guard (1...budget.burst).contains(count) else {
      throw .broken("\(count) requests at once are more than the budget's \(budget.burst)")
    }
    let now = "\(sql.now) * 1000"
    let taken = sql.greatest
    let statement = """
      INSERT INTO budgets (key, requests, window_ms, interval_us, burst_us, taken_until_us)
      VALUES ($1, $2, $3, $4, $5, \(now) + $6)
      ON CONFLICT (key) DO UPDATE SET requests = excluded.requests,
        window_ms = excluded.window_ms, interval_us = excluded.interval_us,
        burst_us = excluded.burst_us,
        taken_until_us = \(taken)(budgets.taken_until_us, \(now),
          budgets.held_until_us + excluded.burst_us) + $6
      RETURNING taken_until_us - burst_us, \(now)
      """
    return try await write { session in
      let interval = budget.interval
      let row = try session.run(
        statement, SQLValue(key), SQLValue(budget.limit), .integer(budget.window.milliseconds),
        .integer(interval), .integer(Int64(budget.burst) * interval),
        .integer(Int64(count) * interval)
      ).rows.first
      guard let now = row?.integer(1), let free = row?.integer(0) else {
        throw StoreError.broken("the budget answered nothing")
      }
      // Up to a whole millisecond: earlier would be too early.
      let wait = (max(0, free - now) + 999) / 1000
      return Reservation(
        sendAt: Timestamp(milliseconds: now / 1000 + wait), wait: .milliseconds(wait))
    }
  }

  func hold(_ key: String, for duration: Duration) async throws(StoreError) {
    let until = "(\(sql.now) + $2) * 1000"
    try await write { session in
      try session.run(
        """
        INSERT INTO budgets (key, requests, window_ms, interval_us, burst_us, taken_until_us,
          held_until_us) VALUES ($1, 0, 0, 0, 0, 0, \(until))
        ON CONFLICT (key) DO UPDATE
          SET held_until_us = \(session.sql.greatest)(budgets.held_until_us, \(until))
        """, SQLValue(key), .integer(duration.milliseconds))
    }
  }

  func budgets() async throws(StoreError) -> [BudgetState] {
    try await read { session in
      try session.run(
        """
        SELECT key, requests, window_ms, interval_us,
          \(session.sql.greatest)(taken_until_us, held_until_us + burst_us, \(session.sql.now) * 1000)
            - \(session.sql.now) * 1000,
          \(session.sql.greatest)(taken_until_us - burst_us + interval_us, held_until_us,
            \(session.sql.now) * 1000)
        FROM budgets ORDER BY key
        """
      ).rows.map { row in
        let interval = max(1, row.integer(3) ?? 1)
        return BudgetState(
          key: row.text(0) ?? "", limit: Int(row.integer(1) ?? 0),
          window: .milliseconds(row.integer(2) ?? 0),
          used: Int(((row.integer(4) ?? 0) + interval - 1) / interval),
          freeAt: Timestamp(milliseconds: (row.integer(5) ?? 0) / 1000))
      }
    }
  }
}

extension RateBudget {
  /// Microseconds between requests of the steady rate.
  ///
  /// In any window there are at most `burst` and `window / interval` requests. Two more are left
  /// out for those that are sent somewhat later than they were granted.
  var interval: Int64 {
    let window = window.milliseconds * 1000
    let slack = limit >= 20 ? 2 : 0
    let steady = max(1, limit - burst - slack)
    // With one request at a time only the room between two makes up for that.
    return limit - burst < 1 ? window + window / 4 : (window + Int64(steady) - 1) / Int64(steady)
  }
}
