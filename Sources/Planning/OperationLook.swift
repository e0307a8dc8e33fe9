import HighLevel
import JSON

/// Looks at the service to see whether an operation was done.
struct OperationLook: Sendable {
  enum Finding: Sendable {
    /// Its work is there; the user's record, or null for one that is gone.
    case done(JSONValue)
    /// The record is as before.
    case toDo
    /// The record is as neither before nor after.
    case moved([Drift])
  }

  let source: any ReadBackend
  let secrets: Secrets
  let company: String
  /// Ids of users that the plan deletes: their e-mails are as good as free.
  let leaving: Set<String>

  /// - Parameter id: The user's id, the service's own for one that the plan created.
  func find(_ operation: PlannedOperation, id: String) async throws(ServiceError) -> Finding {
    switch operation.kind {
    case .create: return try await findCreated(operation)
    case .update: return try await findUpdated(operation, id)
    case .delete:
      guard let record = try await source.livingUser(id) else { return .done(.null) }
      return unchanged(operation, record)
    }
  }

  private func findCreated(_ operation: PlannedOperation) async throws(ServiceError) -> Finding {
    guard let email = operation.request["email"]?.string,
      let record = try await source.user(email: email, companyId: company, besides: leaving)
    else { return .toDo }
    let wrong = operation.diff.filter { !$0.isFulfilled(in: record, secrets: secrets) }
    if wrong.isEmpty { return .done(.object(record)) }
    return .moved(wrong.map { drift(operation, $0, record) })
  }

  private func findUpdated(
    _ operation: PlannedOperation, _ id: String
  ) async throws(ServiceError) -> Finding {
    guard let record = try await source.livingUser(id) else {
      return .moved([Drift(operation.label, expected: "there", operation: operation.number)])
    }
    // A password is in no record; one that is set twice is set all the same.
    let visible = operation.diff.filter { $0.path != "/password" }
    let isFulfilled = visible.allSatisfy { $0.isFulfilled(in: record, secrets: secrets) }
    if !visible.isEmpty, isFulfilled { return .done(.object(record)) }
    return unchanged(operation, record)
  }

  private func unchanged(_ operation: PlannedOperation, _ record: JSONObject) -> Finding {
    guard case .fields(let expected) = operation.precondition else { return .toDo }
    let wanted = secrets.resolved(expected)
    let drifts = UserFields.differing(from: wanted, in: record).map { field in
      Drift(
        operation.label, field: field, expected: expected[field],
        found: UserRules.writtenValue(of: field, in: record), operation: operation.number)
    }
    return drifts.isEmpty ? .toDo : .moved(drifts)
  }

  private func drift(
    _ operation: PlannedOperation, _ change: FieldChange, _ record: JSONObject
  ) -> Drift {
    Drift(
      operation.label, field: JSONPointer.names(in: change.path)?.first, expected: change.after,
      found: change.value(in: record), operation: operation.number)
  }
}
