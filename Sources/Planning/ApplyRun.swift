import Diagnostics
import HighLevel
import JSON

/// The second half of an apply: the writes, as many at once as are allowed.
///
/// One task decides; the tasks that send know nothing of each other.
struct ApplyRun {
  typealias Outcome = ApplyReport.Outcome

  private let plan: Plan
  private let options: ApplyOptions
  private let sender: OperationSender
  private let progress: @Sendable (Outcome) -> Void
  /// Deletes that others wait for: their users must be gone first.
  private let awaited: Set<Int>
  private var follower: DeleteFollower?
  private var outcomes: [Int: Outcome] = [:]
  /// The ids that the service gave, by the plan's reserved ones.
  private var ids: [String: String] = [:]
  private var stop: Problem?

  init(
    _ plan: Plan, sender: OperationSender, options: ApplyOptions,
    progress: @escaping @Sendable (Outcome) -> Void
  ) {
    self.plan = plan
    self.sender = sender
    self.options = options
    self.progress = progress
    let needed = Set(plan.operations.flatMap(\.depends))
    awaited = Set(
      plan.operations.filter { $0.kind == .delete && needed.contains($0.number) }.map(\.number))
    follower = options.following.map {
      DeleteFollower($0, source: sender.backend, journal: sender.journal)
    }
  }

  /// Takes what is known already, from an earlier apply of the same plan.
  mutating func take(_ settled: Settlement.Result) {
    ids = settled.ids
    for (number, result) in settled.results {
      guard let operation = plan.operation(number) else { continue }
      outcomes[number] = Outcome(
        operation: operation, id: ids[operation.id] ?? operation.id, result: result)
      if operation.kind == .delete, outcomes[number]?.isDone == true {
        if settled.gone.contains(number) {
          outcomes[number]?.isGone = true
        } else {
          watch(operation)
        }
      }
    }
  }

  mutating func carryOut() async {
    let (early, late) = Self.halves(plan.operations)
    await carryOut(early)
    await carryOut(late)
    if stop == nil { await follow() }
  }

  var report: ApplyReport {
    let all = plan.operations.compactMap { outcomes[$0.number] }
    let done = all.count(where: \.isDone)
    if let stop { return ApplyReport(.interrupted, problem: stop, outcomes: all) }
    if done == all.count { return ApplyReport(.applied, outcomes: all) }
    let firstError = all.lazy.compactMap { outcome -> Problem? in
      guard case .failed(let error) = outcome.result else { return nil }
      return Problem(.error, "\(outcome.operation.label): \(error.description)")
    }.first
    return ApplyReport(done == 0 ? .failed : .partial, problem: firstError, outcomes: all)
  }

  /// What can be taken back first, then the rest with all that builds on it.
  static func halves(
    _ operations: [PlannedOperation]
  ) -> (early: [PlannedOperation], late: [PlannedOperation]) {
    var late: Set<Int> = []
    for operation in operations
    where operation.irreversible != nil || operation.depends.contains(where: late.contains) {
      late.insert(operation.number)
    }
    return (
      operations.filter { !late.contains($0.number) },
      operations.filter { late.contains($0.number) }
    )
  }

  private mutating func carryOut(_ operations: [PlannedOperation]) async {
    var queue = OperationQueue(operations)
    await withTaskGroup(of: (PlannedOperation, OperationSender.Sent).self) { group in
      var underWay = 0
      while true {
        while underWay < options.concurrency, let operation = queue.next() {
          if outcomes[operation.number] != nil {
            queue.finish(operation.number)
          } else if let reason = reasonNotToSend(operation) {
            finish(operation, .untouched(reason))
            queue.finish(operation.number)
          } else {
            let (sender, id, fields) = (sender, realID(of: operation), fields(of: operation))
            group.addTask {
              (operation, await sender.send(operation, id: id, fields: fields))
            }
            underWay += 1
          }
        }
        guard let (operation, sent) = await group.next() else { return }
        underWay -= 1
        await take(sent, of: operation)
        queue.finish(operation.number)
      }
    }
  }

  private mutating func take(
    _ sent: OperationSender.Sent, of operation: PlannedOperation
  ) async {
    if let id = sent.id { ids[operation.id] = id }
    // Of a request that was cut short, only that is worth telling.
    if stop == nil, sent.stop != nil { stop = Task.isCancelled ? Self.stopped : sent.stop }
    finish(operation, sent.result)
    guard operation.kind == .delete, outcomes[operation.number]?.isDone == true else { return }
    watch(operation)
    // Whoever needs this delete needs the user to be gone: an e-mail is free only then.
    if stop == nil, awaited.contains(operation.number) { await follow() }
  }

  /// The user is known by the id that the service gave, also one that the plan itself created.
  private mutating func watch(_ operation: PlannedOperation) {
    var known = operation
    known.id = realID(of: operation)
    follower?.add(known)
  }

  private mutating func follow() async {
    guard follower != nil else { return }
    do throws(Problem) {
      try await follower?.follow()
    } catch {
      stop = error
    }
    for number in follower?.gone ?? [] { outcomes[number]?.isGone = true }
  }

  private mutating func finish(_ operation: PlannedOperation, _ result: Outcome.Result) {
    let outcome = Outcome(operation: operation, id: realID(of: operation), result: result)
    outcomes[operation.number] = outcome
    progress(outcome)
  }

  private static let stopped = Problem(.resumable, "the apply was stopped")

  private mutating func reasonNotToSend(_ operation: PlannedOperation) -> String? {
    if stop == nil, Task.isCancelled { stop = Self.stopped }
    if let stop { return stop.message }
    guard let needed = operation.depends.first(where: { outcomes[$0]?.isDone != true }) else {
      return nil
    }
    return "it needs operation \(needed), which was not done"
  }

  private func realID(of operation: PlannedOperation) -> String {
    ids[operation.id] ?? operation.id
  }

  private func fields(of operation: PlannedOperation) -> JSONObject {
    let known = ids
    let fields = sender.secrets.resolved(operation.request)
    let mapped = JSONValue.object(fields).mappingStrings { text in
      NewID.isReserved(text) ? known[text].map { .string($0) } : nil
    }
    return mapped.object ?? fields
  }
}

extension Plan {
  /// The operation of that number; nil when there is none.
  public func operation(_ number: Int) -> PlannedOperation? {
    // Numbers count from 1 in the plan's order; a file made elsewhere need not keep to that.
    let place = number - 1
    if operations.indices.contains(place), operations[place].number == number {
      return operations[place]
    }
    return operations.first { $0.number == number }
  }
}
