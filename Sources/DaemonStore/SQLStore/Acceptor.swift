import SQL

/// Lets events that come at the same time share one commit: waiting for the disk is what costs.
actor Acceptor {
  private struct Waiting {
    var events: [NewEvent]
    var continuation: CheckedContinuation<[Acceptance], any Error>
  }

  private let database: SQLDatabase
  private var waiting: [Waiting] = []
  private var isWorking = false

  /// Calls in one commit.
  private static let most = 256

  init(_ database: SQLDatabase) { self.database = database }

  func accept(_ events: [NewEvent]) async throws -> [Acceptance] {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(events: events, continuation: continuation))
      guard !isWorking else { return }
      isWorking = true
      Task { await work() }
    }
  }

  private func work() async {
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(Self.most))
      waiting.removeFirst(batch.count)
      await settle(batch)
    }
    isWorking = false
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
    return try await database.write { session in
      let session = StoreSession(session, sql)
      let results = try calls.map { try $0.map(session.accept) }
      try session.noteChange()
      return results
    }
  }

  private static func isOutage(_ error: any Error) -> Bool {
    guard let error = error as? SQLError else { return false }
    return error.kind != .broken && error.kind != .duplicate
  }
}
