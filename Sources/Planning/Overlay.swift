public import HighLevel
public import JSON
import Synchronization

/// A company as it will be: reads come from a source, writes stay here and show in later reads.
///
/// It answers as the service would, errors included, and never writes to its source: it cannot.
/// While nothing was written, reads pass straight through.
public final class Overlay: Backend {
  /// What was read from the source, for the check before an apply.
  public let reads: ReadLog
  let source: RecordingSource
  let state = Mutex(OverlayState())
  let checks = Mutex(OverlayChecks())

  let now: Timestamp
  let options: UserRules.Options

  /// - Parameters:
  ///   - now: The moment that counts as now for the whole plan.
  ///   - options: What the service is taken to do where it is not known.
  public init(
    over source: any ReadBackend, now: Timestamp,
    options: UserRules.Options = UserRules.Options()
  ) {
    self.now = now
    self.options = options
    reads = ReadLog()
    self.source = RecordingSource(source: source, log: reads)
  }

  /// A point to return to.
  public struct Savepoint: Sendable, Hashable {
    let changes: Int
  }

  /// Marks where the writes are now; costs nothing.
  public func savepoint() -> Savepoint { Savepoint(changes: state.withLock { $0.log.count }) }

  /// Takes back every write since then, in time proportional to their number.
  public func rollback(to savepoint: Savepoint) {
    state.withLock { $0.rollBack(to: savepoint.changes) }
  }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    if request.operation.resource != "users" || state.withLock({ $0.log.isEmpty }) {
      return try await source.read(request)
    }
    if request.operation.takesID {
      if let touched = try touchedUser(request.id) { return .object(touched) }
      return try await source.read(request)
    }
    return try await merged(request)
  }

  public func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await write(request, recording: request.fields, context: CallContext())
  }

  /// Carries out a write here.
  ///
  /// - Parameters:
  ///   - recorded: The fields for the plan, with references in the place of secrets.
  func write(
    _ request: Request, recording recorded: JSONObject, context: CallContext
  ) async throws(ServiceError) -> JSONValue {
    let writer = OverlayWriter(overlay: self, recorded: recorded, context: context)
    switch request.operation.kind {
    case .create: return try await writer.create(request)
    case .update: return try await writer.update(request)
    case .delete: return try await writer.delete(request)
    case .read: return try await read(request)
    }
  }

  /// The user as it is at this point of the plan.
  func user(_ id: String) async throws(ServiceError) -> JSONObject {
    if let touched = try touchedUser(id) { return touched }
    return try await source.user(id)
  }

  /// The user if the plan touched it; nil when only the source can know it.
  private func touchedUser(_ id: String) throws(ServiceError) -> JSONObject? {
    guard let entry = state.withLock({ $0.entries[id] }) else {
      if NewID.isReserved(id) { throw .unknownUser }
      return nil
    }
    guard let current = entry.current else { throw .unknownUser }
    return current
  }
}
