import DaemonStore
import FoundationEssentials
import HighLevel
import SQL
import Testing

/// The databases that every test of the store runs against.
///
/// PostgreSQL is there when the tests run below scripts/with-postgres, as scripts/test does.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres

  static var present: [Engine] { server == nil ? [.sqlite] : [.sqlite, .postgres] }

  static var server: String? { ProcessInfo.processInfo.environment["GHLUA_TEST_POSTGRES"] }

  var testDescription: String { rawValue }
}

/// A store of a test's own, gone after it.
struct TestStore {
  let engine: Engine
  let address: String

  static func with<Value>(
    _ engine: Engine, _ body: (any Store) async throws -> Value
  ) async throws -> Value {
    try await withAddress(engine) { address in
      let store = try await StoreOpener.store(address)
      let value: Value
      do { value = try await body(store) } catch {
        await store.close()
        throw error
      }
      await store.close()
      return value
    }
  }

  static func withAddress<Value>(
    _ engine: Engine, _ body: (String) async throws -> Value
  ) async throws -> Value {
    let name = "t\(UInt64.random(in: .min ... .max))"
    guard engine == .postgres, let server = Engine.server else {
      let folder = "\(FileManager.default.temporaryDirectory.path)/ghlua-\(name)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      return try await body("\(folder)/store.sqlite")
    }
    let database = SQLDatabase.postgres(server, connections: 1)
    try await database.write { _ = try $0.run("CREATE SCHEMA \(name)") }
    let value: Value
    do { value = try await body("\(server)&options=-csearch_path%3D\(name)") } catch {
      try await database.write { _ = try $0.run("DROP SCHEMA \(name) CASCADE") }
      await database.close()
      throw error
    }
    try await database.write { _ = try $0.run("DROP SCHEMA \(name) CASCADE") }
    await database.close()
    return value
  }
}

/// A name that sorts by its number.
func id(_ number: Int) -> String { "r\(number + 1_000_000)" }

func newRun(_ number: Int, _ change: (inout NewRun) -> Void = { _ in }) -> NewRun {
  var run = NewRun(
    id: id(number), kind: .plan, recipe: "move-user", profile: "main", company: "c1",
    trigger: .api, triggerName: "token")
  run.title = "move-user \(number)"
  change(&run)
  return run
}

extension Store {
  /// The one run that can be claimed now.
  func claimOne(_ worker: String = "w1", lease: Duration = .seconds(30)) async throws -> ClaimedRun
  {
    try #require(try await claim(worker: worker, limit: 1, lease: lease).first)
  }

  /// Tries until there is a run to claim; bounded.
  func claimSoon(_ worker: String) async throws -> ClaimedRun {
    for _ in 0..<2000 {
      if let run = try await claim(worker: worker, limit: 1, lease: .seconds(30)).first {
        return run
      }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw StoreError.notFound("run to claim")
  }
}
