public import HighLevel
import Synchronization

/// What serving the stand-in over a wire takes.
extension MockService {
  /// Tells of every change from now on, in order, before the call that made it is answered.
  ///
  /// - Parameter observer: must neither wait for long nor call the stand-in.
  public func observe(_ observer: @escaping @Sendable (MockChange) -> Void) {
    core.withLock { core in
      let before = core.observer
      core.observer = { change in
        before?(change)
        observer(change)
      }
    }
  }

  /// Lets the stand-in's time go on to that moment, never back, and deletes fall due by it.
  public func catchUp(to moment: Timestamp) {
    core.withLock { core in
      core.store.clock.now = max(core.store.clock.now, moment)
      core.settle()
    }
  }

  /// An error that something in front of the stand-in answers, with a trace id like all others.
  public func traced(_ answer: MockAnswer) -> MockAnswer { core.withLock { $0.trace(answer) } }
}

/// Tokens.
extension MockService {
  /// What is known of a secret; nil for one that nobody listed or made.
  public func grant(_ secret: String) -> MockGrant? { core.withLock { $0.store.grants[secret] } }

  /// Lists a token, or changes what is known of it.
  public func put(_ grant: MockGrant) { core.withLock { $0.put(grant) } }

  /// Makes a secret of a kind for an app.
  public func issue(_ kind: MockGrant.Kind, _ token: MockToken, client: String) -> MockGrant {
    core.withLock { $0.issue(kind, token, client: client) }
  }

  /// Uses up a code or a refresh token and makes a pair of tokens of the same reach; nil when it is
  /// no good, used before, or another app's. Of two at once one wins.
  public func exchange(
    _ secret: String, kind: MockGrant.Kind, client: String
  ) -> (access: MockGrant, refresh: MockGrant)? {
    core.withLock { core in
      guard let old = core.redeem(secret, kind: kind, client: client) else { return nil }
      let access = core.issue(.access, old.token, client: client)
      return (access, core.issue(.refresh, old.token, client: client))
    }
  }
}
