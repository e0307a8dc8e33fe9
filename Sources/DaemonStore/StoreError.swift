public import Diagnostics

/// Why the store did not do what it was asked for; nothing of the call was stored then.
public enum StoreError: Error, Sendable, Hashable {
  /// The lease ran out or somebody else has the run: the worker must stop and write nothing more.
  case leaseLost
  /// There is no such run, event, delivery or schedule.
  case notFound(String)
  /// The database is down, locked, full or out of connections: the same call may succeed later.
  case unavailable(String)
  /// The database is damaged, of another version, or answered what it never should.
  case broken(String)

  /// The same for people.
  public var problem: Problem {
    switch self {
    case .leaseLost:
      Problem(.locked, "the lease ran out before the run ended", hint: "another worker goes on")
    case .notFound(let what): Problem(.usage, "the store has no \(what)")
    case .unavailable(let text): Problem(.unavailable, text, hint: "nothing was stored; try again")
    case .broken(let text): Problem(.error, text)
    }
  }
}
