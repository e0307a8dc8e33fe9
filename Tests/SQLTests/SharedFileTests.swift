import FoundationEssentials
import SQL
import Testing

@Suite struct SharedFileTests {
  /// SQLite knows by locks on the file who else uses it; who is last takes the log away.
  @Test func `another program that closes the file leaves the log to those who are at work`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory
    let path = "\(folder.path)/ghlua-sql-\(UInt64.random(in: .min ... .max)).sqlite"
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let database = SQLDatabase.sqlite(path)
    try await database.write { session in
      try session.run("CREATE TABLE t (a BIGINT)")
      try session.run("INSERT INTO t VALUES (1)")
    }
    // The second connection of this process is opened.
    let count = try await database.read { try $0.run("SELECT COUNT(*) FROM t").rows[0].integer(0) }
    #expect(count == 1)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let other = SQLDatabase.sqlite(path)
      _ = try await other.read { try $0.run("SELECT a FROM t") }
      await other.close()
    }
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    _ = try await database.write { try $0.run("INSERT INTO t VALUES (2)") }
    await #expect(processExitsWith: .success) { [path = path as String] in
      let other = SQLDatabase.sqlite(path)
      let rows = try await other.read { try $0.run("SELECT a FROM t").rows.count }
      await other.close()
      guard rows == 2 else { throw SQLError(.broken, "\(rows) rows") }
    }
    await database.close()
  }
}
