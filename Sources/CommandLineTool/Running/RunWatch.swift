import Diagnostics
import HighLevel
import JSON
import Planning
import Runs

/// Who is told of an apply while it goes on, besides its own folder.
struct RunWatch: Sendable {
  /// After all checks and before the first request; what it throws ends the apply with nothing sent.
  var begin: @Sendable () async throws(Problem) -> Void = { () throws(Problem) in }
  var outcome: @Sendable (ApplyReport.Outcome) -> Void = { _ in }
  /// A deleted user was seen to be gone: the event about it.
  var gone: @Sendable (JSONValue) async -> Void = { _ in }
}

/// A journal whose beginning somebody else must have noted too.
struct WatchedJournal: OperationJournal {
  private let journal: FileJournal
  private let watch: RunWatch

  init(_ journal: FileJournal, _ watch: RunWatch) { (self.journal, self.watch) = (journal, watch) }

  func begin() async throws(Problem) {
    try await watch.begin()
    try journal.begin()
  }

  func intent(_ operation: PlannedOperation) async throws(Problem) {
    try journal.intent(operation)
  }

  func done(_ operation: PlannedOperation, answer: JSONValue) async throws(Problem) {
    try journal.done(operation, answer: answer)
  }

  func failed(_ operation: PlannedOperation, error: ServiceError) async throws(Problem) {
    try journal.failed(operation, error: error)
  }

  func gone(_ operation: PlannedOperation) async throws(Problem) {
    try journal.gone(operation)
  }
}
