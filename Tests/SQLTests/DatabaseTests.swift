import FoundationEssentials
import SQL
import Testing

@Suite struct DatabaseTests {
  /// A database of every kind that is at hand.
  private func withDatabases(_ body: (SQLDatabase) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory
    let path = "\(folder.path)/ghlua-sql-\(UInt64.random(in: .min ... .max)).sqlite"
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    var databases = [SQLDatabase.sqlite(path)]
    if let server = ProcessInfo.processInfo.environment["GHLUA_TEST_POSTGRES"] {
      databases.append(.postgres(server))
    }
    for database in databases {
      try await body(database)
      await database.close()
    }
  }

  @Test func `values come back as they went`() async throws {
    try await withDatabases { database in
      let values: [SQLValue] = [
        .integer(.min), .integer(.max), .text("öh '\" \\ $1"), .text(""), .bytes([0, 255, 39]),
        .bytes([]), .null,
      ]
      let row = try await database.write { session in
        try session.run(
          """
          SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3, $4, $5, $6, $7, CAST($1 AS BIGINT)
          """, values
        ).rows[0]
      }
      #expect(row.values == values + [.integer(.min)])
    }
  }

  @Test func `a text with U+0000 is stored without it`() async throws {
    try await withDatabases { database in
      let row = try await database.read { try $0.run("SELECT $1", [SQLValue("a\0b")]).rows[0] }
      #expect(row.text(0) == "a\u{FFFD}b")
    }
  }

  @Test func `a transaction that throws leaves nothing, and the connection is good`() async throws {
    struct Wanted: Error {}
    try await withDatabases { database in
      let name = "t\(UInt64.random(in: .min ... .max))"
      _ = try await database.write { try $0.run("CREATE TABLE \(name) (a BIGINT PRIMARY KEY)") }
      await #expect(throws: Wanted.self) {
        try await database.write { session in
          try session.run("INSERT INTO \(name) VALUES (1)")
          throw Wanted()
        }
      }
      let error = await #expect(throws: SQLError.self) {
        try await database.write { session in
          try session.run("INSERT INTO \(name) VALUES (2)")
          try session.run("INSERT INTO \(name) VALUES (2)")
        }
      }
      #expect(error?.kind == .duplicate)
      let rows = try await database.read { try $0.run("SELECT a FROM \(name)").rows }
      #expect(rows.isEmpty)
      _ = try await database.write { try $0.run("DROP TABLE \(name)") }
    }
  }

  @Test func `a statement that is wrong is refused with its reason`() async throws {
    try await withDatabases { database in
      let error = await #expect(throws: SQLError.self) {
        try await database.read { _ = try $0.run("SELEKT 1") }
      }
      #expect(error?.kind == .broken)
      #expect(error?.message.contains("syntax error") == true)
    }
  }

  @Test func `an answer of many rows and long values is complete`() async throws {
    try await withDatabases { database in
      let statement =
        database.dialect == .sqlite
        ? """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
        SELECT i, printf('%.*c', 1000, 'x') FROM n
        """
        : "SELECT i, repeat('x', 1000) FROM generate_series(1, 3000) i"
      let rows = try await database.read { try $0.run(statement).rows }
      #expect(rows.map { $0.integer(0) } == (1...3000).map(Int64.init))
      #expect(rows.allSatisfy { $0.text(1)?.utf8.count == 1000 })
    }
  }
}
