/// Some connections, each used by one at a time. Who finds none waits for his turn.
actor SQLPool {
  private let all: [SQLConnection]
  private var free: [SQLConnection]
  private var waiting: [CheckedContinuation<SQLConnection, Never>] = []
  /// The first one of `waiting` that still waits.
  private var head = 0

  /// More than that wait for nothing: the database is far behind.
  private static let mostWaiting = 10_000

  init(_ connections: [SQLConnection]) {
    all = connections
    free = connections
  }

  nonisolated func transaction<Value: Sendable>(
    writes: Bool, _ body: @escaping @Sendable (SQLSession) throws -> Value
  ) async throws -> Value {
    try await withConnection { connection in
      try await connection.transaction(writes: writes, body)
    }
  }

  nonisolated func plainly(_ statements: [String]) async throws {
    try await withConnection { connection in try await connection.plainly(statements) }
  }

  func close() async {
    for connection in all { await connection.close() }
  }

  private nonisolated func withConnection<Value: Sendable>(
    _ body: @Sendable (SQLConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await take()
    do {
      let value = try await body(connection)
      await giveBack(connection)
      return value
    } catch {
      await giveBack(connection)
      throw error
    }
  }

  private func take() async throws -> SQLConnection {
    if let connection = free.popLast() { return connection }
    guard waiting.count - head < Self.mostWaiting else {
      throw SQLError(.unavailable, "too many calls wait for the database")
    }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func giveBack(_ connection: SQLConnection) {
    guard head < waiting.count else {
      free.append(connection)
      return
    }
    waiting[head].resume(returning: connection)
    head += 1
    if head > 1000 || head == waiting.count {
      waiting.removeFirst(head)
      head = 0
    }
  }
}
