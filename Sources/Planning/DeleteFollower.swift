import Diagnostics
import HighLevel
import JSON

/// Follows queued deletes until their users are gone, each for as long as is allowed.
struct DeleteFollower {
  /// The pauses between two looks; the last one stays.
  private static let pauses: [Duration] = [1, 2, 4, 8, 15].map(Duration.seconds)

  private let following: ApplyOptions.Following
  private let source: any ReadBackend
  private let journal: any OperationJournal
  private var waiting: [PlannedOperation] = []
  /// The numbers of the deletes whose users are gone.
  private(set) var gone: Set<Int> = []

  init(
    _ following: ApplyOptions.Following, source: any ReadBackend, journal: any OperationJournal
  ) {
    self.following = following
    self.source = source
    self.journal = journal
  }

  /// - Parameter operation: With the service's own id of the user.
  mutating func add(_ operation: PlannedOperation) { waiting.append(operation) }

  /// Looks until all are gone, the time is up, the task is cancelled or the service cannot be read.
  /// Whoever is still there then is left to the service.
  mutating func follow() async throws(Problem) {
    var waited = Duration.zero
    var round = 0
    while true {
      guard try await look() else { return }
      if waiting.isEmpty || waited >= following.limit || Task.isCancelled { return }
      let pause = min(Self.pauses[min(round, Self.pauses.count - 1)], following.limit - waited)
      await following.wait(pause)
      waited += pause
      round += 1
    }
  }

  /// Whether the service could be asked.
  private mutating func look() async throws(Problem) -> Bool {
    var left: [PlannedOperation] = []
    for (place, operation) in waiting.enumerated() {
      let isThere: Bool
      do throws(ServiceError) {
        isThere = try await source.livingUser(operation.id) != nil
      } catch {
        waiting = left + waiting[place...]
        return false
      }
      if isThere {
        left.append(operation)
        continue
      }
      try await following.gone(operation)
      try await journal.gone(operation)
      gone.insert(operation.number)
    }
    waiting = left
    return true
  }
}
