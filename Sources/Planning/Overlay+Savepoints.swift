import Synchronization

extension Overlay.Savepoint {
  /// Before the first write.
  public static let start = Overlay.Savepoint(changes: 0)
}

extension Overlay {
  /// The kinds of the writes since then, in their order.
  public func kinds(since savepoint: Savepoint) -> [PlannedOperation.Kind] {
    state.withLock { $0.log.dropFirst(savepoint.changes).map(\.kind) }
  }
}
