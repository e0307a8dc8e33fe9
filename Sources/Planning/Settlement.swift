import Diagnostics
import HighLevel
import JSON

/// Finds out, by looking, where an apply stands that was broken off.
///
/// Operations on one record follow each other, so of those that were begun only the last can be
/// open. What was never begun is looked at too: somebody else may have changed the record since.
struct Settlement {
  /// Where the apply stands. What is in no result is still to be sent.
  struct Result: Sendable {
    var results: [Int: ApplyReport.Outcome.Result] = [:]
    var ids: [String: String] = [:]
    var gone: Set<Int> = []
    /// What moved under operations that were not begun.
    var drifts: [Drift] = []
  }

  private let plan: Plan
  private let history: RunHistory
  private let look: OperationLook
  private let journal: any OperationJournal
  private let options: ApplyOptions
  private var result = Result()

  private init(
    _ plan: Plan, _ history: RunHistory, backend: any ReadBackend, secrets: Secrets,
    journal: any OperationJournal, options: ApplyOptions
  ) {
    (self.plan, self.history, self.journal, self.options) = (plan, history, journal, options)
    look = OperationLook(
      source: backend, secrets: secrets, company: plan.company,
      leaving: Set(plan.operations.filter { $0.kind == .delete }.map(\.id)))
  }

  /// Settles everything; writes to the journal what turns out to be done.
  static func of(
    _ plan: Plan, _ history: RunHistory, backend: any ReadBackend, secrets: Secrets,
    journal: any OperationJournal, options: ApplyOptions
  ) async throws(Failure) -> Result {
    var settlement = Settlement(
      plan, history, backend: backend, secrets: secrets, journal: journal, options: options)
    try await settlement.settle()
    return settlement.result
  }

  enum Failure: Error {
    case service(ServiceError)
    case journal(Problem)
  }

  private mutating func settle() async throws(Failure) {
    if options.trustsJournal { result.gone = history.gone }
    await waitForAnswers()
    var chains: [String: [PlannedOperation]] = [:]
    var ids: [String] = []
    for operation in plan.operations {
      if chains[operation.id] == nil { ids.append(operation.id) }
      chains[operation.id, default: []].append(operation)
    }
    for id in ids {
      let chain = chains[id] ?? []
      if options.trustsJournal {
        try await settle(chain)
      } else {
        try await settleByLooking(chain)
      }
    }
  }

  /// Gives requests without an answer the time in which they may still take effect.
  private func waitForAnswers() async {
    guard let settling = options.settling else { return }
    let moments = history.states.values.compactMap { state -> Timestamp? in
      if case .open(let since) = state { since } else { nil }
    }
    guard let last = moments.max() else { return }
    let left = settling.patience - settling.clock().since(last)
    if left > .zero { await settling.wait(min(left, settling.patience)) }
  }

  /// The operations on one record, as the journal tells of them.
  private mutating func settle(_ chain: [PlannedOperation]) async throws(Failure) {
    for (place, operation) in chain.enumerated() {
      switch history.states[operation.number] {
      case .done(let id):
        result.ids[operation.id] = id ?? result.ids[operation.id]
        result.results[operation.number] = .done(mispredicted: [])
      case .failed(let error):
        // What spoke against everything may be over now.
        if error.endsApply { return }
        result.results[operation.number] = .failed(error)
      case .open(let since):
        let finding = try await finding(operation, begun: since)
        try await take(finding, of: operation, wasBegun: true, isFirst: place == 0)
        return
      case nil:
        if place == 0 {
          let finding = try await finding(operation)
          try await take(finding, of: operation, wasBegun: false, isFirst: true)
        }
        return
      }
    }
  }

  /// The same where the journal may tell of more than there is: the last operation whose work is
  /// there was done, and all before it.
  private mutating func settleByLooking(_ chain: [PlannedOperation]) async throws(Failure) {
    var first: OperationLook.Finding?
    if let create = chain.first, create.kind == .create {
      let found = try await finding(create)
      guard case .done(let record) = found else {
        return try await take(found, of: create, wasBegun: false, isFirst: true)
      }
      result.ids[create.id] = record["id"]?.string
      first = found
    }
    for place in chain.indices.reversed() {
      let operation = chain[place]
      let found: OperationLook.Finding
      if place == 0, let first { found = first } else { found = try await finding(operation) }
      guard case .done = found else {
        if place == 0 { try await take(found, of: operation, wasBegun: false, isFirst: true) }
        continue
      }
      for done in chain[...place] { result.results[done.number] = .done(mispredicted: []) }
      try await take(found, of: operation, wasBegun: false, isFirst: false)
      return
    }
  }

  private mutating func take(
    _ finding: OperationLook.Finding, of operation: PlannedOperation, wasBegun: Bool, isFirst: Bool
  ) async throws(Failure) {
    switch finding {
    case .done(let answer):
      do throws(Problem) {
        try await journal.done(operation, answer: answer)
      } catch {
        throw .journal(error)
      }
      result.results[operation.number] = .done(mispredicted: [])
      result.ids[operation.id] = operation.createdID(in: answer) ?? result.ids[operation.id]
    case .toDo: break
    case .moved(let drifts):
      // After an earlier operation of the run the record need not be as foretold.
      guard isFirst else { return }
      result.drifts += drifts
      let what = drifts.first?.inWords ?? "the record"
      result.results[operation.number] = .untouched(
        wasBegun
          ? "whether it was done cannot be told: \(what) is as neither before nor after"
          : "this moved since the plan was made: \(what)")
    }
  }

  /// What a look at an open operation shows. A delete that was sent is only queued: as long as it
  /// may take effect, that the user is there says nothing.
  private func finding(
    _ operation: PlannedOperation, begun: Timestamp?
  ) async throws(Failure) -> OperationLook.Finding {
    var found = try await finding(operation)
    guard operation.kind == .delete, let following = options.following else { return found }
    var left = following.limit
    if let begun, let settling = options.settling { left -= settling.clock().since(begun) }
    while case .toDo = found, left > .zero, !Task.isCancelled {
      let pause = min(left, .seconds(2))
      await following.wait(pause)
      left -= pause
      found = try await finding(operation)
    }
    return found
  }

  private func finding(
    _ operation: PlannedOperation
  ) async throws(Failure) -> OperationLook.Finding {
    do throws(ServiceError) {
      return try await look.find(operation, id: result.ids[operation.id] ?? operation.id)
    } catch {
      throw .service(error)
    }
  }
}

extension Drift {
  /// `ana@acme.test (phone)`.
  var inWords: String { field.map { "\(what) (\($0))" } ?? what }
}

extension Timestamp {
  /// How much later this is; negative when it is earlier.
  func since(_ other: Timestamp) -> Duration { .milliseconds(milliseconds - other.milliseconds) }
}
