/// Why a statement was not carried out.
public struct SQLError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A unique constraint.
    case duplicate
    /// A deadlock: the same transaction may go through.
    case again
    /// The database is down, locked, full or does not answer in time.
    case unavailable
    /// The same, and the connection is of no use any more.
    case lost
    case broken
  }

  public var kind: Kind
  /// In words; holds no values.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
