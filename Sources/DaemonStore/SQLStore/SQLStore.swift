import SQL

/// The store in a SQL database. The same statements do for SQLite and PostgreSQL, but for what
/// `SQLDialect` names.
struct SQLStore: Store {
  let database: SQLDatabase
  let acceptor: Acceptor

  var sql: SQLDialect { database.dialect }

  init(_ database: SQLDatabase) {
    self.database = database
    acceptor = Acceptor(database)
  }

  /// Runs a transaction that may write.
  @discardableResult
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (StoreSession) throws -> Value
  ) async throws(StoreError) -> Value {
    let sql = sql
    do { return try await database.write { try body(StoreSession($0, sql)) } } catch {
      throw StoreError(error, sql)
    }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (StoreSession) throws -> Value
  ) async throws(StoreError) -> Value {
    let sql = sql
    do { return try await database.read { try body(StoreSession($0, sql)) } } catch {
      throw StoreError(error, sql)
    }
  }
}

/// A transaction of the store.
struct StoreSession {
  private let session: SQLSession
  let sql: SQLDialect

  init(_ session: SQLSession, _ sql: SQLDialect) {
    self.session = session
    self.sql = sql
  }

  @discardableResult
  func run(_ statement: String, _ values: SQLValue...) throws -> SQLAnswer {
    try session.run(statement, values)
  }

  @discardableResult
  func run(_ statement: String, values: [SQLValue]) throws -> SQLAnswer {
    try session.run(statement, values)
  }

  /// Tells whoever watches that something is different. PostgreSQL knows by itself (see `version`);
  /// a row that all write would make them wait for each other there.
  func noteChange() throws {
    guard sql == .sqlite else { return }
    try run("UPDATE meta SET value = value + 1 WHERE key = 'version'")
  }
}

extension StoreError {
  init(_ error: any Error, _ sql: SQLDialect) {
    if let error = error as? StoreError {
      self = error
      return
    }
    let database = sql == .sqlite ? "the store's file" : "PostgreSQL"
    guard let error = error as? SQLError else {
      self = .broken("\(database): \(error)")
      return
    }
    switch error.kind {
    case .again, .unavailable, .lost:
      self = .unavailable("\(database) cannot be used now: \(error.message)")
    case .duplicate, .broken: self = .broken("\(database): \(error.message)")
    }
  }
}
