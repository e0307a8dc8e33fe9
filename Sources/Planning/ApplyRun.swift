import Diagnostics
import HighLevel
import JSON

/// The second half of an apply: the writes, one by one.
struct ApplyRun {
  private let plan: Plan
  private let backend: any Backend
  private let secrets: Secrets
  private let journal: any OperationJournal
  private var outcomes: [Int: ApplyReport.Outcome] = [:]
  /// The ids that the service gave, by the plan's reserved ones.
  private var ids: [String: String] = [:]
  private var stop: Problem?

  init(
    _ plan: Plan, backend: any Backend, secrets: Secrets, journal: any OperationJournal
  ) {
    self.plan = plan
    self.backend = backend
    self.secrets = secrets
    self.journal = journal
  }

  mutating func carryOut(progress: (ApplyReport.Outcome) -> Void) async {
    for operation in Self.order(plan.operations) {
      let result = await result(of: operation)
      let outcome = ApplyReport.Outcome(
        operation: operation, id: ids[operation.id] ?? operation.id, result: result)
      outcomes[operation.number] = outcome
      progress(outcome)
    }
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
  static func order(_ operations: [PlannedOperation]) -> [PlannedOperation] {
    var late: Set<Int> = []
    for operation in operations
    where operation.irreversible != nil || operation.depends.contains(where: late.contains) {
      late.insert(operation.number)
    }
    return operations.filter { !late.contains($0.number) }
      + operations.filter { late.contains($0.number) }
  }

  private mutating func result(
    of operation: PlannedOperation
  ) async -> ApplyReport.Outcome.Result {
    if stop == nil, Task.isCancelled { stop = Problem(.resumable, "the apply was stopped") }
    if let stop { return .untouched(stop.message) }
    if let needed = operation.depends.first(where: { outcomes[$0]?.isDone != true }) {
      return .untouched("it needs operation \(needed), which was not done")
    }
    guard let name = Operations.named(operation.name) else {
      return .untouched("there is no operation \(operation.name)")
    }
    let id = operation.kind == .create ? "" : ids[operation.id] ?? operation.id
    let request = Request(name, id: id, fields: fields(of: operation))
    do throws(Problem) {
      try await journal.intent(operation)
    } catch {
      stop = error
      return .untouched(error.message)
    }
    return await send(request, for: operation)
  }

  private mutating func send(
    _ request: Request, for operation: PlannedOperation
  ) async -> ApplyReport.Outcome.Result {
    let answer: JSONValue
    do throws(ServiceError) {
      answer = try await backend.write(request)
    } catch {
      return await settle(error, of: operation)
    }
    let record = request.operation.record(in: answer).object ?? [:]
    if operation.kind == .create { ids[operation.id] = record.text("id") }
    // What was sent is done, even if the journal cannot take it down; but then no more is sent.
    do throws(Problem) {
      try await journal.done(operation, answer: answer)
    } catch {
      stop = error
    }
    return .done(mispredicted: mispredicted(operation, record))
  }

  /// A clear no is written down; without a clear answer the intent stays open.
  private mutating func settle(
    _ error: ServiceError, of operation: PlannedOperation
  ) async -> ApplyReport.Outcome.Result {
    switch error.kind {
    case .unavailable, .rateLimited, .dayLimit, .badToken, .badVersion, .missingScope:
      stop = Problem(error, before: "the plan was carried out")
    case .notFound, .duplicateEmail, .invalid, .wrongLocation, .forbidden, .unknown: break
    }
    if error.kind == .unavailable { return .unsettled(error) }
    do throws(Problem) {
      try await journal.failed(operation, error: error)
    } catch {
      stop = error
    }
    return .failed(error)
  }

  private func fields(of operation: PlannedOperation) -> JSONObject {
    let known = ids
    let fields = secrets.resolved(operation.request)
    let mapped = JSONValue.object(fields).mappingStrings { text in
      NewID.isReserved(text) ? known[text].map { .string($0) } : nil
    }
    return mapped.object ?? fields
  }

  private func mispredicted(
    _ operation: PlannedOperation, _ record: JSONObject
  ) -> [FieldChange] {
    guard operation.kind != .delete else { return [] }
    return operation.diff.filter { line in
      var told = line
      told.after = line.after.map(secrets.resolved)
      return !told.isFulfilled(in: record)
    }
  }
}
