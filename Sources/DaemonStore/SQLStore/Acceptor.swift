import SQL

/// Lets events that come at the same time share one commit: waiting for the disk is what costs.
actor Acceptor {
  private struct Waiting {
    var events: [NewEvent]
    var continuation: CheckedContinuation<[Acceptance], any Error>
  }

  private let database: SQLDatabase
  private var waiting: [Waiting] = []
  private var working = 0
  /// Commits under way at a time. SQLite has one writer; with a server it is waiting for answers.
  private let width: Int

  /// Calls in one commit. On a server another commit may wait for it, which has its bound.
  private let most: Int

  init(_ database: SQLDatabase) {
    self.database = database
    (width, most) = database.dialect == .sqlite ? (1, 256) : (3, 32)
  }

  func accept(_ events: [NewEvent]) async throws -> [Acceptance] {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(events: events, continuation: continuation))
      guard working < width else { return }
      working += 1
      Task { await work() }
    }
  }

  private func work() async {
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(most))
      waiting.removeFirst(batch.count)
      await settle(batch)
    }
    working -= 1
  }

  private func settle(_ batch: [Waiting]) async {
    do {
      let results = try await store(batch.map(\.events))
      for (one, result) in zip(batch, results) { one.continuation.resume(returning: result) }
    } catch let error where batch.count > 1 && !Self.isOutage(error) {
      // One of them is at fault; the others must not suffer for it.
      for one in batch { await settle([one]) }
    } catch {
      for one in batch { one.continuation.resume(throwing: error) }
    }
  }

  private func store(_ calls: [[NewEvent]]) async throws -> [[Acceptance]] {
    let sql = database.dialect
    // In one order everywhere, so that two commits with the same events never wait for each other.
    let places = calls.indices.flatMap { call in calls[call].indices.map { (call, $0) } }
      .sorted { left, right in
        let (first, second) = (calls[left.0][left.1], calls[right.0][right.1])
        return (first.source, first.eventId) < (second.source, second.eventId)
      }
    return try await database.write { session in
      let session = StoreSession(session, sql)
      var results = calls.map { $0.map { Acceptance.duplicate(id: $0.id) } }
      for (call, index) in places {
        results[call][index] = try session.accept(calls[call][index])
      }
      try session.noteChange()
      return results
    }
  }

  private static func isOutage(_ error: any Error) -> Bool {
    guard let error = error as? SQLError else { return false }
    return error.kind != .broken && error.kind != .duplicate
  }
}
