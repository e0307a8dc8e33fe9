import SQL

/// Opens the store of a daemon.
public enum StoreOpener {
  /// A file of SQLite, made when it is not there, brought to this version of ghlua. Beyond so many
  /// pages (of 4096 bytes) it counts as full.
  public static func sqlite(
    _ path: String, patience: Duration = .seconds(5), mostPages: Int? = nil
  ) async throws(StoreError) -> any Store {
    try await opened(SQLStore(.sqlite(path, patience: patience, mostPages: mostPages)))
  }

  /// A database of PostgreSQL, by an address as libpq reads it. Throws `unavailable` for a server
  /// that cannot be reached, `broken` when this ghlua is built without PostgreSQL.
  public static func postgres(
    _ address: String, patience: Duration = .seconds(5), connections: Int = 4
  ) async throws(StoreError) -> any Store {
    try await opened(
      SQLStore(.postgres(address, patience: patience, connections: connections)))
  }

  /// By an address of the settings: `postgres://…`, or the path of a file.
  public static func store(_ address: String) async throws(StoreError) -> any Store {
    let isServer = address.hasPrefix("postgres://") || address.hasPrefix("postgresql://")
    return isServer ? try await postgres(address) : try await sqlite(address)
  }

  /// Whether this build can talk to PostgreSQL.
  public static var hasPostgres: Bool { SQLDatabase.hasPostgres }

  private static func opened(_ store: SQLStore) async throws(StoreError) -> any Store {
    do throws(StoreError) {
      try await store.write { try Migrations.run($0) }
      return store
    } catch {
      await store.close()
      throw error
    }
  }
}
