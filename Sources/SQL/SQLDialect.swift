/// Where the two databases differ.
public enum SQLDialect: Sendable, Hashable {
  case sqlite, postgres

  /// Milliseconds since 1970 by the database's clock, as it is when the row is written.
  public var now: String {
    switch self {
    case .sqlite: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
    case .postgres: "(extract(epoch from clock_timestamp()) * 1000)::bigint"
    }
  }

  /// Locks the rows of a SELECT, leaving out those that somebody else has locked.
  public var forUpdateSkipLocked: String {
    switch self {
    case .sqlite: ""
    case .postgres: "FOR UPDATE SKIP LOCKED"
    }
  }

  /// Locks the rows of a SELECT.
  public var forUpdate: String {
    switch self {
    case .sqlite: ""
    case .postgres: "FOR UPDATE"
    }
  }

  /// Behind a table: reads it by an index. SQLite knows no figures about tables, and takes any index
  /// on a column that is compared; PostgreSQL knows better.
  public func by(_ index: String) -> String {
    switch self {
    case .sqlite: "INDEXED BY \(index)"
    case .postgres: ""
    }
  }

  /// A function: where a text stands in another one, 0 when it does not.
  public var position: String {
    switch self {
    case .sqlite: "instr"
    case .postgres: "strpos"
    }
  }

  /// The larger of two values.
  public var greatest: String {
    switch self {
    case .sqlite: "MAX"
    case .postgres: "GREATEST"
    }
  }

  /// The type of a column with names of ours, compared byte by byte.
  public var key: String {
    switch self {
    case .sqlite: "TEXT"
    case .postgres: "TEXT COLLATE \"C\""
    }
  }

  /// The type of a column with bytes.
  public var bytes: String {
    switch self {
    case .sqlite: "BLOB"
    case .postgres: "BYTEA"
    }
  }

  /// The type of a column that numbers its rows.
  public var counter: String {
    switch self {
    case .sqlite: "INTEGER PRIMARY KEY AUTOINCREMENT"
    case .postgres: "BIGSERIAL PRIMARY KEY"
    }
  }

  var begin: String {
    switch self {
    case .sqlite: "BEGIN IMMEDIATE"
    case .postgres: "BEGIN"
    }
  }
}
