import Diagnostics
import HighLevel
import JSON

/// One write: its intent, the request, and what came of it, each written down in its turn.
struct OperationSender: Sendable {
  /// What came of it.
  struct Sent: Sendable {
    var result: ApplyReport.Outcome.Result
    /// The id that the service gave to a created user.
    var id: String?
    /// Why nothing more may be sent.
    var stop: Problem?
  }

  let backend: any Backend
  let journal: any OperationJournal
  let secrets: Secrets
  /// How long a request may go on once the task was cancelled.
  let patience: Duration

  /// Sends it. Cancelling the task does not cut it short at once: a request under way is better
  /// answered. One that is still under way after a while is left without an answer.
  func send(_ operation: PlannedOperation, id: String, fields: JSONObject) async -> Sent {
    guard let name = Operations.named(operation.name) else {
      return Sent(result: .untouched("there is no operation \(operation.name)"))
    }
    let request = Request(name, id: operation.kind == .create ? "" : id, fields: fields)
    let (writing, patience) = (Task { await write(request, for: operation) }, patience)
    return await withTaskCancellationHandler {
      await writing.value
    } onCancel: {
      Task {
        try? await Task.sleep(for: patience)
        writing.cancel()
      }
    }
  }

  private func write(_ request: Request, for operation: PlannedOperation) async -> Sent {
    do throws(Problem) {
      try await journal.intent(operation)
    } catch {
      return Sent(result: .untouched(error.message), stop: error)
    }
    let answer: JSONValue
    do throws(ServiceError) {
      answer = try await backend.write(request)
    } catch {
      return await settle(error, of: operation)
    }
    let record = request.operation.record(in: answer).object ?? [:]
    var sent = Sent(result: .done(mispredicted: mispredicted(operation, record)))
    sent.id = operation.createdID(in: answer)
    // What was sent is done, even if the journal cannot take it down; but then no more is sent.
    do throws(Problem) {
      try await journal.done(operation, answer: answer)
    } catch {
      sent.stop = error
    }
    return sent
  }

  /// A clear no is written down; without a clear answer the intent stays open.
  private func settle(_ error: ServiceError, of operation: PlannedOperation) async -> Sent {
    let stop = error.endsApply ? Problem(error, before: "the plan was carried out") : nil
    if error.kind == .unavailable { return Sent(result: .unsettled(error), stop: stop) }
    let failed = ApplyReport.Outcome.Result.failed(error)
    do throws(Problem) {
      try await journal.failed(operation, error: error)
    } catch {
      return Sent(result: failed, stop: error)
    }
    return Sent(result: failed, stop: stop)
  }

  private func mispredicted(
    _ operation: PlannedOperation, _ record: JSONObject
  ) -> [FieldChange] {
    guard operation.kind != .delete else { return [] }
    return operation.diff.filter { !$0.isFulfilled(in: record, secrets: secrets) }
  }
}

extension ServiceError {
  /// Whether it speaks against all that would be sent, not only against this request.
  var endsApply: Bool {
    switch kind {
    case .unavailable, .rateLimited, .dayLimit, .badToken, .badVersion, .missingScope: true
    case .notFound, .duplicateEmail, .invalid, .wrongLocation, .forbidden, .unknown: false
    }
  }
}

extension FieldChange {
  /// Whether a record holds what was foretold, references replaced by what they stand for.
  func isFulfilled(in record: JSONObject, secrets: Secrets) -> Bool {
    var told = self
    told.after = after.map(secrets.resolved)
    return told.isFulfilled(in: record)
  }
}
