import Diagnostics
public import HighLevel
public import JSON
import Synchronization

/// The one door through which every call of a recipe passes: what it may do, whether the arguments
/// fit, the company as it will be, and the record of what was asked.
public final class Gate: Sendable {
  /// The company as it will be.
  public let overlay: Overlay
  public let capabilities: CapabilitySet
  public let secrets: Secrets

  public init(overlay: Overlay, capabilities: CapabilitySet, secrets: Secrets = Secrets()) {
    self.overlay = overlay
    self.capabilities = capabilities
    self.secrets = secrets
  }

  /// Answers a call as the service would, once the plan is carried out.
  ///
  /// - Parameters:
  ///   - id: The path parameter; empty where the path has none.
  ///   - fields: Parameters or body as the recipe gave them; an unknown one is an error.
  public func call(
    _ operation: HighLevel.Operation, id: String = "", fields: JSONObject = [:],
    at context: CallContext = CallContext()
  ) async throws(GateError) -> JSONValue {
    let request = try admitted(operation, id: id, fields: fields, at: context.place)
    do throws(ServiceError) {
      guard operation.kind != .read else { return try await overlay.read(request) }
      return try await write(request, context)
    } catch {
      throw .service(error)
    }
  }

  /// Not inlined, as `admitted`: the frame of a call that waits stays small.
  @inline(never)
  private func write(
    _ request: Request, _ context: CallContext
  ) async throws(ServiceError) -> JSONValue {
    try await overlay.write(request, recording: recorded(request.fields), context: context)
  }

  /// Walks over all users that a search finds, page by page, while the recipe may change them.
  ///
  /// - Parameter fields: Those of `users.search`, without `skip` and `limit`.
  public func pages(
    _ fields: JSONObject, at context: CallContext = CallContext()
  ) throws(GateError) -> UserPages {
    let request = try admitted(.usersSearch, id: "", fields: fields, at: context.place)
    return UserPages(overlay: overlay, request: request)
  }

  /// All writes so far, as the operations of a plan.
  public func operations() -> [PlannedOperation] {
    let changes = overlay.state.withLock { $0.log }
    return OperationList(changes, secrets: secrets).operations
  }

  /// Marks where the writes are now; costs nothing.
  public func savepoint() -> Overlay.Savepoint { overlay.savepoint() }

  /// Takes back every write since then: as if the recipe had never asked.
  public func rollback(to savepoint: Overlay.Savepoint) { overlay.rollback(to: savepoint) }

  @inline(never)
  private func admitted(
    _ operation: HighLevel.Operation, id: String, fields: JSONObject, at place: Place?
  ) throws(GateError) -> Request {
    var request = Request(operation, id: id, fields: fields)
    if let problem = capabilities.refusal(of: request, at: place) { throw .refused(problem) }
    do throws(FieldError) {
      request.fields = try operation.normalized(fields)
      if operation.takesID { request.id = try operation.normalizedID(.string(id)) }
    } catch {
      throw .argument(error)
    }
    return request
  }

  /// The fields as a plan may show them.
  private func recorded(_ fields: JSONObject) -> JSONObject {
    JSONObject(
      uniqueMembers: fields.members.map { member in
        guard member.key == "password", let value = member.value.string else {
          return JSONObject.Member(key: member.key, value: secrets.referenced(member.value))
        }
        return JSONObject.Member(
          key: member.key, value: secrets.reference(toPassword: value))
      })
  }
}
