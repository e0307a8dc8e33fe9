public import DaemonStore
public import Diagnostics
public import HighLevel
import JSON
import Planning

/// What does the work that a server is asked for. It knows recipes and companies; the server knows
/// neither.
public protocol Workplace: Sendable {
  /// All recipes that can be called by name.
  func recipes() async -> [RecipeInfo]
  /// The recipe of that name; a name is never a path.
  func recipe(_ name: String) async throws(Problem) -> RecipeInfo
  /// Does a run; a cancelled task ends at the next good moment.
  func perform(_ assignment: Assignment, _ reporter: RunReporter) async -> RunOutcome
  /// The runs that schedules will start, soonest first.
  func upcoming(limit: Int) async -> [UpcomingRun]
  /// Sends a webhook; the status of the answer. Throws when there was none.
  func send(
    _ body: [UInt8], headers: [(name: String, value: String)], to url: String
  ) async throws(Problem) -> Int
}

/// A run that is to be done, and what it needs of the runs before it.
public struct Assignment: Sendable {
  public var run: StoredRun
  public var documents: RunDocuments
  /// The plan to apply; nil for a run that makes one.
  public var plan: String?
  /// The apply that an `undo` or `resume` is about, or that the plan takes back; nil for none.
  public var about: String?
}

extension Assignment {
  /// The run that applies the plan of this one without asking.
  public func apply(at moment: Timestamp) -> NewRun {
    run.follower(.apply, at: moment, trigger: run.trigger, name: run.triggerName, by: "")
  }
}

/// Takes what is to be known of a run while it is done.
public struct RunReporter: Sendable {
  private let claim: Claim
  private let store: any Store
  private let post: @Sendable (_ id: String, _ type: String, _ body: String) async -> Void
  /// Called when the lease is gone: nothing may be done any more.
  private let lost: @Sendable () -> Void

  init(
    _ claim: Claim, _ store: any Store,
    post: @escaping @Sendable (String, String, String) async -> Void,
    lost: @escaping @Sendable () -> Void
  ) {
    (self.claim, self.store, self.post, self.lost) = (claim, store, post, lost)
  }

  public func progress(_ done: Int, of total: Int, _ note: String = "") async {
    await attempt { () throws(StoreError) in
      try await store.progress(claim, RunProgress(done: done, total: total, note: note))
    }
  }

  /// Marks that requests with effect are about to be made: the run's `progress.total` is no longer 0.
  /// Whoever takes the run after a crash sees by that whether there is a journal somewhere. Throws
  /// when it could not be stored, or the run is another worker's by now.
  public func begin(_ total: Int) async throws(Problem) {
    try await insist { () throws(StoreError) in
      try await store.progress(claim, RunProgress(done: 0, total: total, note: ""))
    }
  }

  public func log(_ lines: [LogLine]) async {
    guard !lines.isEmpty else { return }
    await attempt { () throws(StoreError) in try await store.log(claim, lines) }
  }

  public func record(_ items: [RunItem]) async {
    guard !items.isEmpty else { return }
    await attempt { () throws(StoreError) in try await store.record(claim, items) }
  }

  /// Remembers deletes that are about to be made. Throws when they could not be: an event about one
  /// of them would start another delete.
  public func note(_ deletes: [OwnDelete]) async throws(Problem) {
    try await insist { () throws(StoreError) in
      for delete in deletes { try await store.noteOwnDelete(delete) }
    }
  }

  /// Sends an event to all who want it; of one id only once.
  public func emit(id: String, type: String, body: String) async { await post(id, type, body) }

  /// What could not be noted now is no reason to stop; a lost lease is.
  private func attempt(_ work: () async throws(StoreError) -> Void) async {
    try? await insist(work)
  }

  private func insist(_ work: () async throws(StoreError) -> Void) async throws(Problem) {
    do throws(StoreError) { try await work() } catch {
      if error == .leaseLost { lost() }
      throw error.problem
    }
  }
}
