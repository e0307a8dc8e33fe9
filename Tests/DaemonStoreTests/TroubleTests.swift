import DaemonStore
import Diagnostics
import FoundationEssentials
import Glibc
import SQL
import Synchronization
import Testing

/// Whether the test's other writer holds its lock, and should.
private final class LockState: Sendable {
  let isHeld = Mutex(false)
  let isWanted = Mutex(true)
}

@Suite struct TroubleTests {
  @Test func `a file that somebody else has locked is reported, and nothing stored`() async throws {
    try await TestStore.withAddress(.sqlite) { address in
      let store = try await StoreOpener.sqlite(address, patience: .milliseconds(50))
      let other = SQLDatabase.sqlite(address)
      let state = LockState()
      let holder = Task {
        try await other.write { session in
          _ = try session.run("UPDATE meta SET value = value WHERE key = 'version'")
          state.isHeld.withLock { $0 = true }
          while state.isWanted.withLock({ $0 }) { usleep(1000) }
        }
      }
      while !state.isHeld.withLock({ $0 }) { await Task.yield() }
      let error = await #expect(throws: StoreError.self) { try await store.enqueue([newRun(1)]) }
      state.isWanted.withLock { $0 = false }
      try await holder.value
      guard case .unavailable(let text) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(text == "the store's file cannot be used now: database is locked")
      #expect(try await store.counts().isEmpty)
      _ = try await store.enqueue([newRun(1)])
      #expect(try await store.counts() == [.queued: 1])
      await other.close()
      await store.close()
    }
  }

  @Test func `a full disk is reported, and what was acknowledged is there`() async throws {
    try await TestStore.withAddress(.sqlite) { address in
      await (try StoreOpener.store(address)).close()
      // A limit of the connection stands in for the disk; scripts/check-store fills a real one.
      let database = SQLDatabase.sqlite(address)
      let pages = try await database.read { try $0.run("PRAGMA page_count").rows[0].integer(0) }
      let limit = Int(pages ?? 0) + 20
      let full = try await StoreOpener.sqlite(address, mostPages: limit)
      var acknowledged = 0
      var failure: StoreError?
      let big = String(repeating: "x", count: 2000)
      while failure == nil, acknowledged < 10_000 {
        do throws(StoreError) {
          _ = try await full.enqueue([newRun(acknowledged) { $0.arguments = big }])
          acknowledged += 1
        } catch { failure = error }
      }
      #expect(failure?.problem.retryable == true)
      #expect(failure?.problem.message.hasSuffix("database or disk is full") == true)
      #expect(try await full.counts() == [.queued: acknowledged])
      await full.close()
      await database.close()
    }
  }

  @Test func `a file that is no database is reported`() async throws {
    try await TestStore.withAddress(.sqlite) { address in
      try Data("this is no database, but a text that is long enough".utf8)
        .write(to: URL(filePath: address))
      await #expect(throws: StoreError.broken("the store's file: file is not a database")) {
        try await StoreOpener.store(address)
      }
    }
  }

  @Test func `a folder that is not there, and a server that is not, are reported`() async throws {
    for address in ["/nowhere/at/all/store.sqlite", "postgres://ghlua@/x?host=/nowhere"] {
      let error = await #expect(throws: StoreError.self) { try await StoreOpener.store(address) }
      guard case .unavailable = error else {
        #expect(!StoreOpener.hasPostgres)
        continue
      }
    }
  }
}
