import Diagnostics
import HighLevel
import JSON

/// Asks a gate for the opposite of what was done.
struct UndoPlanner {
  /// What was done to one user.
  struct Chain {
    /// The service's id.
    var id: String
    /// In the order in which they were done.
    var operations: [PlannedOperation]
  }

  private let gate: Gate
  private(set) var losses: [UndoPlan.Loss] = []

  init(_ gate: Gate) { self.gate = gate }

  mutating func takeBack(_ chain: Chain) async throws(Problem) {
    guard let first = chain.operations.first else { return }
    if let delete = chain.operations.first(where: { $0.kind == .delete }) {
      // One that the run itself created was not there before either.
      if first.kind == .create { return }
      return lose(delete, nil, "a deleted user can only be created anew, with another id")
    }
    let record: JSONObject?
    do throws(ServiceError) {
      record = try await gate.overlay.livingUser(chain.id)
    } catch {
      throw Problem(error, before: "the way back was planned")
    }
    guard let record else {
      if first.kind != .create { lose(first, nil, "the user is gone") }
      return
    }
    if first.kind == .create { return try await delete(chain, first) }
    try await restore(chain, in: record)
  }

  private mutating func delete(
    _ chain: Chain, _ create: PlannedOperation
  ) async throws(Problem) {
    do throws(GateError) {
      _ = try await gate.call(.usersDelete, id: chain.id)
    } catch {
      try lose(create, nil, because: error)
    }
  }

  /// Sends back every field as it was before the first of the updates.
  private mutating func restore(_ chain: Chain, in record: JSONObject) async throws(Problem) {
    let last = chain.operations[chain.operations.count - 1]
    var before: JSONObject = [:]
    var told: [String: FieldChange] = [:]
    for operation in chain.operations {
      for member in operation.undo?.request ?? [:] where before[member.key] == nil {
        before[member.key] = member.value
      }
      for line in operation.diff { told[line.path] = line }
      if operation.request["password"] != nil {
        lose(operation, "password", "nobody knows the one that was set before")
      }
    }
    var request: JSONObject = [:]
    for (field, value) in before.members.map({ ($0.key, $0.value) }) {
      let now = UserRules.writtenValue(of: field, in: record)
      if UserRules.sameValue(field, value.unlessNull, now) { continue }
      let lines = told.values.filter { JSONPointer.names(in: $0.path)?.first == field }
      guard lines.allSatisfy({ $0.isFulfilled(in: record, secrets: gate.secrets) }) else {
        lose(last, field, "it was changed again since")
        continue
      }
      request[field] = value.unlessNull ?? Self.empty(field)
      if request[field] == nil { lose(last, field, "it was not set before, and cannot be unset") }
    }
    if request.isEmpty { return }
    do throws(GateError) {
      let answer = try await gate.call(.usersUpdate, id: chain.id, fields: request)
      for (field, value) in before.members.map({ ($0.key, $0.value) })
      where request[field] != nil
        && !UserRules.sameValue(
          field, value.unlessNull, UserRules.writtenValue(of: field, in: answer.object ?? [:]))
      {
        lose(last, field, "the service does not take the value from before")
      }
    } catch {
      try lose(last, nil, because: error)
    }
  }

  /// What empties a field that was not set; nil where nothing does.
  private static func empty(_ field: String) -> JSONValue? {
    switch Operation.usersUpdate.parameter(field)?.type {
    case .string where Operation.usersUpdate.parameter(field)?.choices.isEmpty == true: ""
    case .stringList, .scopes, .commaList: []
    case .stringMap, .permissions: [:]
    case .string, .integer, .boolean, nil: nil
    }
  }

  private mutating func lose(_ operation: PlannedOperation, _ field: String?, _ reason: String) {
    losses.append(UndoPlan.Loss(label: operation.label, field: field, reason: reason))
  }

  /// A refusal of one record is a loss; that the service cannot be asked ends it all.
  private mutating func lose(
    _ operation: PlannedOperation, _ field: String?, because error: GateError
  ) throws(Problem) {
    switch error {
    case .service(let error) where error.endsApply:
      throw Problem(error, before: "the way back was planned")
    case .service(let error): lose(operation, field, error.message)
    case .argument(let error): lose(operation, field, error.message)
    case .refused(let problem): throw problem
    }
  }
}
