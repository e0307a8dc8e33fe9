import HighLevel
public import JSON

/// Where the keys of tokens come from.
public enum KeySource: Sendable {
  /// One key, whatever tokens call it.
  case shared(VerificationKey)
  /// The set that an issuer publishes, by name.
  case published(PublishedKeys)

  func key(_ id: String?, at moment: Timestamp) async throws(WebhookRefusal) -> VerificationKey {
    switch self {
    case .shared(let key): return key
    case .published(let keys):
      guard let id else { throw .untrusted("the token does not name its key") }
      return try await keys.key(id, at: moment)
    }
  }
}

/// A set of keys that somebody publishes (RFC 7517), kept and fetched again when a key is missing.
public actor PublishedKeys {
  /// Strangers may name any key: so often at most the issuer is asked for it.
  private static let pause: Duration = .seconds(60)
  /// A key that was withdrawn is believed no longer than that.
  private static let lifetime: Duration = .seconds(3600)

  private let fetch: @Sendable () async throws -> JSONValue
  private var keys: [String: VerificationKey] = [:]
  private var fetched: Timestamp?
  private var asked: Timestamp?

  /// - Parameter fetch: Gets the set, over a connection that proves whose it is.
  public init(fetch: @escaping @Sendable () async throws -> JSONValue) { self.fetch = fetch }

  func key(_ id: String, at moment: Timestamp) async throws(WebhookRefusal) -> VerificationKey {
    let isOld = fetched.map { $0.advanced(by: Self.lifetime) < moment } ?? true
    if isOld || keys[id] == nil {
      let mayAsk = asked.map { $0.advanced(by: Self.pause) <= moment } ?? true
      if mayAsk { await refresh(at: moment) }
      let isStillOld = fetched.map { $0.advanced(by: Self.lifetime) < moment } ?? true
      if isStillOld { throw .unavailable("the issuer's keys cannot be had") }
    }
    guard let key = keys[id] else { throw .untrusted("the issuer has no key of that name") }
    return key
  }

  private func refresh(at moment: Timestamp) async {
    asked = moment
    guard let set = try? await fetch(), let found = VerificationKey.keys(inSet: set) else {
      // Whoever cannot be reached now may be soon.
      if fetched == nil { asked = moment.advanced(by: .seconds(-50)) }
      return
    }
    keys = Dictionary(found.compactMap { key in key.id.map { ($0, key) } }) { first, _ in first }
    fetched = moment
  }
}
