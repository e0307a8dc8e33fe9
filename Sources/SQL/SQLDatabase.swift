import CSQL

/// A database: SQLite in a file, or a PostgreSQL server.
public struct SQLDatabase: Sendable {
  public let dialect: SQLDialect
  /// The file, for SQLite.
  public let path: String?
  private let writers: SQLPool
  private let readers: SQLPool

  /// Whether this build can talk to PostgreSQL.
  public static var hasPostgres: Bool { ghlua_postgres_is_built_in() != 0 }

  /// A file, made with mode 0600 when it is first used.
  ///
  /// Written by one connection at a time; who reads is not held up by who writes (WAL). A commit is
  /// on the disk when it returns (`synchronous = FULL`). The file may have a limit, in its pages.
  public static func sqlite(
    _ path: String, patience: Duration = .seconds(5), readers: Int = 3, mostPages: Int? = nil
  ) -> SQLDatabase {
    let milliseconds = Int32(clamping: patience.milliseconds)
    let setup =
      [
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA journal_size_limit = 67108864",
      ] + (mostPages.map { ["PRAGMA max_page_count = \($0)"] } ?? [])
    func connection(_ label: String) -> SQLConnection {
      SQLConnection(.sqlite, label: label, setup: setup) { ghlua_sqlite_open(path, milliseconds) }
    }
    return SQLDatabase(
      dialect: .sqlite, path: path, writers: SQLPool([connection("writer")]),
      readers: SQLPool((0..<readers).map { connection("reader\($0)") }))
  }

  /// A server, by an address as libpq reads it (`postgres://host/database`).
  ///
  /// A server that does not answer within the patience counts as down.
  public static func postgres(
    _ address: String, patience: Duration = .seconds(5), connections: Int = 4
  ) -> SQLDatabase {
    let milliseconds = Int32(clamping: patience.milliseconds)
    let setup = [
      "SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
      "SET application_name = 'ghlua'", "SET default_transaction_isolation = 'read committed'",
      "SET synchronous_commit = on",
      // Counts and lists are read off indexes: no disk of today is four times as slow at that.
      "SET random_page_cost = 1.1",
      // The server gives up before the client does, so that a slow statement has an outcome.
      "SET statement_timeout = \(max(1, milliseconds * 4 / 5))",
      // Whoever is stopped in the middle must not hold its locks for long.
      "SET idle_in_transaction_session_timeout = 10000",
    ]
    let pool = SQLPool(
      (0..<connections).map { number in
        SQLConnection(.postgres, label: "postgres\(number)", setup: setup) {
          ghlua_postgres_open(address, milliseconds)
        }
      })
    return SQLDatabase(dialect: .postgres, path: nil, writers: pool, readers: pool)
  }

  /// Runs a transaction that may write. Undone when the body throws; the body may run again after a
  /// deadlock. Throws `SQLError`, and what the body throws.
  public func write<Value: Sendable>(
    _ body: @escaping @Sendable (SQLSession) throws -> Value
  ) async throws -> Value {
    try await writers.transaction(writes: true, body)
  }

  /// Runs a transaction that only reads, and sees one moment of the database in SQLite.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (SQLSession) throws -> Value
  ) async throws -> Value {
    try await readers.transaction(writes: false, body)
  }

  /// Writes a copy of a file while others work; SQLite only. The copy is for its owner only, and must
  /// not be there yet.
  public func copy(to path: String) async throws {
    // Makes an empty file with the right mode, which SQLite then fills.
    let copy = SQLConnection(.sqlite, label: "copy", setup: []) { ghlua_sqlite_open(path, 0) }
    try await copy.plainly([])
    await copy.close()
    let name = path.replacing("'", with: "''")
    try await readers.plainly(["VACUUM INTO '\(name)'"])
  }

  /// Closes the connections; the next use opens them again.
  public func close() async {
    await writers.close()
    await readers.close()
  }
}

extension Duration {
  /// Whole milliseconds; parts are dropped.
  public var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
