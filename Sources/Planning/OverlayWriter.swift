import HighLevel
import JSON
import Synchronization

/// One write into an overlay, answered as the service would answer it.
struct OverlayWriter {
  let overlay: Overlay
  let recorded: JSONObject
  let context: CallContext

  func create(_ request: Request) async throws(ServiceError) -> JSONValue {
    try validate(request)
    let email = request.fields["email"]?.string ?? ""
    if try await overlay.isTaken(email: email, companyId: request.fields["companyId"]?.string) {
      throw ServiceError.duplicateEmail
    }
    try await checkLocations(in: request)
    let fields = withoutPassword(request.fields)
    let result = overlay.state.withLock { state -> Result<JSONValue, ServiceError> in
      // Another call may have created the same user while this one asked the source.
      if state.entries(email: email).contains(where: { $0.current != nil }) {
        return .failure(ServiceError.duplicateEmail)
      }
      let id = state.newID()
      let record = UserRules.created(
        from: fields, id: id, now: overlay.now, options: overlay.options)
      state.append(change(.create, id, before: nil, after: record))
      return .success(.object(record))
    }
    return try result.get()
  }

  func update(_ request: Request) async throws(ServiceError) -> JSONValue {
    try validate(request)
    let found = try await overlay.user(request.id)
    try await checkLocations(in: request)
    let fields = withoutPassword(request.fields)
    let result = overlay.state.withLock { state -> Result<JSONValue, ServiceError> in
      let known = state.entries[request.id]
      guard let before = known == nil ? found : known?.current else {
        return .failure(.unknownUser)
      }
      let after = UserRules.updated(
        before, by: fields, now: overlay.now, options: overlay.options)
      // What the service fills by itself is not known to be what is asked for.
      let isGuess = known?.unknown.contains { request.fields[$0]?.unlessNull != nil } ?? false
      if !isGuess, FieldChange.all(from: before, to: after, by: request.fields).isEmpty {
        return .success(.object(before))
      }
      state.append(change(.update, request.id, before: before, after: after))
      return .success(.object(after))
    }
    return try result.get()
  }

  func delete(_ request: Request) async throws(ServiceError) -> JSONValue {
    let found = try await overlay.user(request.id)
    let result = overlay.state.withLock { state -> Result<JSONValue, ServiceError> in
      let known = state.entries[request.id]
      guard let before = known == nil ? found : known?.current else {
        return .failure(.unknownUser)
      }
      state.append(change(.delete, request.id, before: before, after: nil))
      return .success(
        .object(UserRules.deleteAnswer(for: before, version: overlay.options.version)))
    }
    return try result.get()
  }

  /// The service's own complaint about a body.
  private func validate(_ request: Request) throws(ServiceError) {
    let faults = UserRules.validate(
      request.fields, for: request.operation, options: overlay.options)
    guard faults.isEmpty else {
      throw ServiceError(status: 422, body: ["message": .strings(faults)])
    }
  }

  private func checkLocations(in request: Request) async throws(ServiceError) {
    let unknown = try await overlay.unknownLocations(request.fields["locationIds"]?.strings ?? [])
    guard unknown.isEmpty else {
      let message = ServiceMessage.unknownLocations(unknown)
      throw ServiceError(status: 422, body: ["message": [.string(message)]])
    }
  }

  private func change(
    _ kind: PlannedOperation.Kind, _ id: String, before: JSONObject?, after: JSONObject?
  ) -> OverlayState.Change {
    OverlayState.Change(
      kind: kind, id: id, request: recorded, context: context, before: before, after: after)
  }

  private func withoutPassword(_ fields: JSONObject) -> JSONObject {
    var fields = fields
    fields["password"] = nil
    return fields
  }
}

extension ServiceError {
  static let unknownUser = ServiceError(
    status: 401, body: ["message": .string(ServiceMessage.unknownUser)])
  static let duplicateEmail = ServiceError(
    status: 400, body: ["message": .string(ServiceMessage.duplicateEmail)])
}
