import Diagnostics
import HighLevel
import JSON

/// Turns the writes of an overlay into the operations of a plan.
struct OperationList {
  private let secrets: Secrets
  private var lastNumber: [String: Int] = [:]
  /// The delete that freed an e-mail address, by the folded address.
  private var freedBy: [String: Int] = [:]
  private(set) var operations: [PlannedOperation] = []

  init(_ changes: [OverlayState.Change], secrets: Secrets) {
    self.secrets = secrets
    for change in changes { append(change) }
  }

  private mutating func append(_ change: OverlayState.Change) {
    let number = operations.count + 1
    let record = change.after ?? change.before ?? [:]
    let email = UserRules.emailKey(record.text("email"))
    var operation = PlannedOperation(
      number: number, kind: change.kind, resource: "users", id: change.id,
      label: secrets.redacted(UserFields.label(of: record)), step: change.context.step,
      row: change.context.row, at: change.context.place?.description, request: change.request,
      diff: [], precondition: .emailAbsent(email), undo: nil, irreversible: nil,
      depends: lastNumber[change.id].map { [$0] } ?? [])
    switch change.kind {
    case .create:
      operation.undo = Undo(.delete)
      if let delete = freedBy[email] { operation.depends.append(delete) }
    case .update: describeUpdate(change, in: &operation)
    case .delete:
      freedBy[email] = number
      operation.precondition = .fields(values(UserFields.written, in: change.before))
      operation.irreversible =
        "a deleted user cannot be brought back, only created anew with another id"
    }
    operation.diff = diff(of: change)
    lastNumber[change.id] = number
    operations.append(operation)
  }

  private func describeUpdate(
    _ change: OverlayState.Change, in operation: inout PlannedOperation
  ) {
    let fields = change.request.keys.filter(UserFields.written.contains)
    let before = values(fields, in: change.knownBefore)
    operation.precondition = .fields(before)
    if !fields.isEmpty { operation.undo = Undo(.update, request: before) }
    if change.request["password"] != nil {
      operation.irreversible = "nobody knows the password that was set before"
    }
  }

  private func values(_ fields: [String], in record: JSONObject?) -> JSONObject {
    let values = UserFields.values(of: fields.sorted(), in: record ?? [:])
    return secrets.referenced(.object(values)).object ?? [:]
  }

  private func diff(of change: OverlayState.Change) -> [FieldChange] {
    guard let after = change.after else { return [] }
    var lines = FieldChange.all(from: change.knownBefore, to: after, by: change.request)
    // Nothing in the place of what nobody knows is a change too.
    for field in change.unknownBefore where change.request[field]?.array?.isEmpty == true {
      lines.append(FieldChange(path: "/\(field)", before: nil, after: []))
    }
    return lines.map { line in
      FieldChange(
        path: line.path, before: line.before.map(secrets.referenced),
        after: line.after.map(secrets.referenced))
    }
  }
}
