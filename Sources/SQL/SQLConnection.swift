import CSQL
import Dispatch
import Synchronization

/// One connection with a thread of its own: a database that makes one wait must not hold up Swift's
/// few threads. Opened when it is first needed, and again when it broke.
final class SQLConnection: Sendable {
  private let dialect: SQLDialect
  private let queue: DispatchQueue
  private let opener: @Sendable () -> Int
  private let setup: [String]
  /// Used on the queue only; 0 when there is no connection.
  private let handle = Mutex(0)

  /// The opener makes a connection of `ghlua_sql.h`; the setup runs on every one it makes.
  init(_ dialect: SQLDialect, label: String, setup: [String], opener: @escaping @Sendable () -> Int)
  {
    self.dialect = dialect
    self.setup = setup
    self.opener = opener
    queue = DispatchQueue(label: "ghlua.sql.\(label)")
  }

  deinit {
    let handle = handle.withLock { $0 }
    if handle != 0 { ghlua_sql_close(handle) }
  }

  /// Runs a transaction: undone when the body throws, begun anew after a deadlock.
  func transaction<Value: Sendable>(
    writes: Bool, _ body: @escaping @Sendable (SQLSession) throws -> Value
  ) async throws -> Value {
    try await onQueue { [self] in
      for _ in 1..<Self.attempts {
        do { return try once(writes, body) } catch let error as SQLError
          where error.kind == .again
        {}
      }
      return try once(writes, body)
    }
  }

  /// Runs statements with no transaction around them.
  func plainly(_ statements: [String]) async throws {
    try await onQueue { [self] in
      let session = SQLSession(try open())
      for statement in statements { try session.run(statement) }
    }
  }

  func close() async {
    _ = try? await onQueue { [self] in drop() }
  }

  private static let attempts = 5

  private func onQueue<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try body() }) }
    }
  }

  private func once<Value>(
    _ writes: Bool, _ body: (SQLSession) throws -> Value
  ) throws -> Value {
    let session = SQLSession(try begin(writes))
    do {
      let value = try body(session)
      try session.run("COMMIT")
      return value
    } catch {
      let isLost = (error as? SQLError)?.kind == .lost
      if isLost || (try? session.run("ROLLBACK")) == nil { drop() }
      throw error
    }
  }

  /// A connection may have died while nobody used it, so that one is opened anew before giving up.
  private func begin(_ writes: Bool) throws -> Int {
    let statement = writes ? dialect.begin : "BEGIN"
    let wasOpen = handle.withLock { $0 } != 0
    do {
      let handle = try open()
      try SQLSession(handle).run(statement)
      return handle
    } catch let error as SQLError where error.kind == .lost {
      drop()
      guard wasOpen else { throw error }
    }
    let handle = try open()
    try SQLSession(handle).run(statement)
    return handle
  }

  private func open() throws -> Int {
    let known = handle.withLock { $0 }
    if known != 0 { return known }
    let new = opener()
    guard new != 0 else { throw SQLError(.unavailable, "out of memory") }
    handle.withLock { $0 = new }
    do {
      let status = ghlua_sql_status(new)
      guard status == 0 else { throw SQLSession.error(status, new) }
      for statement in setup { try SQLSession(new).run(statement) }
      return new
    } catch {
      drop()
      throw error
    }
  }

  private func drop() {
    let handle = handle.withLock { handle in
      defer { handle = 0 }
      return handle
    }
    if handle != 0 { ghlua_sql_close(handle) }
  }
}
