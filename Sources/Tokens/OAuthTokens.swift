import Diagnostics
import Files
public import HTTPBackend
public import HighLevel
import JSON

/// Tokens of OAuth: renewed before they run out, minted for locations, and never in two places at
/// once.
///
/// A refresh token is good for one use. So it is spent under a lock that holds across processes,
/// after another look at the file (somebody else may have been faster), and what came back is on
/// the disk before anything uses it.
public actor OAuthTokens: TokenProvider {
  /// A token that runs out this soon counts as run out.
  private static let margin = Duration.seconds(60)

  private let client: OAuthClient
  private let store: GrantStore
  private let time: TimeSource
  private let note: @Sendable (String, String) -> Void
  private var grant: Grant
  /// A refresh under way; whoever comes meanwhile waits for it.
  private var refreshing: Task<Result<Grant, ServiceError>, Never>?

  /// - Parameter note: Told every secret, with a name that may be shown in its place.
  public init(
    _ grant: Grant, client: OAuthClient, store: GrantStore, time: TimeSource = .system,
    note: @escaping @Sendable (String, String) -> Void
  ) {
    (self.grant, self.client, self.store) = (grant, client, store)
    (self.time, self.note) = (time, note)
    for secret in grant.secrets { note(secret.value, secret.name) }
  }

  public func token(for request: Request) async throws(ServiceError) -> BearerToken {
    if request.operation == .usersByLocation, grant.userType == "Company",
      let location = request.fields["locationId"]?.string
    {
      return try await locationToken(location, instead: nil)
    }
    return try await agencyToken(instead: nil)
  }

  public func renewed(
    after refused: BearerToken, for request: Request, answer: ServiceError
  ) async throws(ServiceError) -> BearerToken? {
    guard answer.kind == .badToken else { return nil }
    if request.operation == .usersByLocation, grant.userType == "Company",
      let location = request.fields["locationId"]?.string
    {
      return try await locationToken(location, instead: refused.value)
    }
    return try await agencyToken(instead: refused.value)
  }

  /// - Parameter refused: A token that the service does not take any more, whatever its date says.
  private func agencyToken(instead refused: String?) async throws(ServiceError) -> BearerToken {
    if grant.access == refused || isOver(grant.expires) {
      grant = try await refreshed(instead: refused ?? grant.access)
    }
    return BearerToken(grant.access, resource: grant.resource)
  }

  private func refreshed(instead stale: String) async throws(ServiceError) -> Grant {
    if let refreshing { return try await refreshing.value.get() }
    let (client, store, time, note) = (client, store, time, note)
    let task = Task { () async -> Result<Grant, ServiceError> in
      do throws(ServiceError) {
        return .success(
          try await Self.refresh(instead: stale, client, store, time: time, note: note))
      } catch {
        return .failure(error)
      }
    }
    refreshing = task
    // Not cancelled with the caller: a spent refresh token whose answer nobody saves is lost.
    let result = await task.value
    refreshing = nil
    return try result.get()
  }

  private static func refresh(
    instead stale: String, _ client: OAuthClient, _ store: GrantStore, time: TimeSource,
    note: @Sendable (String, String) -> Void
  ) async throws(ServiceError) -> Grant {
    do throws(Problem) {
      let lock = try await store.lock()
      defer { withExtendedLifetime(lock) {} }
      guard let saved = try store.load() else {
        throw Problem(.auth, "the tokens in '\(store.path)' are gone", hint: loginHint)
      }
      for secret in saved.secrets { note(secret.value, secret.name) }
      if saved.access != stale, saved.expires > time.wall().advanced(by: margin) { return saved }
      guard let refresh = saved.refresh else {
        throw Problem(.auth, "the token has run out and cannot be renewed", hint: loginHint)
      }
      var new: Grant
      do throws(ServiceError) { new = try await client.refresh(refresh) } catch {
        throw Problem(refreshing: error)
      }
      for secret in new.secrets { note(secret.value, secret.name) }
      // An answer without a new refresh token leaves the old one good.
      new.refresh = new.refresh ?? saved.refresh
      new.companyId = new.companyId ?? saved.companyId
      new.locationId = new.locationId ?? saved.locationId
      try store.save(new)
      return new
    } catch {
      throw ServiceError(renewing: error)
    }
  }

  private static let loginHint = "run 'ghlua login' again"

  private func locationToken(
    _ location: String, instead refused: String?
  ) async throws(ServiceError) -> BearerToken {
    if let known = grant.locations[location], known.value != refused, !isOver(known.expires) {
      return BearerToken(known.value, resource: location)
    }
    let agency = try await agencyToken(instead: nil)
    guard let company = grant.companyId else {
      throw ServiceError(
        kind: .missingScope, status: 0,
        message: "The token does not say its company, so none can be made for a location.")
    }
    let minted = try await client.locationToken(location, company: company, agency: agency.value)
    note(minted.value, "location-token")
    grant.locations[location] = minted
    await keep(minted, of: location)
    return BearerToken(minted.value, resource: location)
  }

  /// Saves a minted token for the next process; without that it is only minted again.
  private func keep(_ token: Grant.LocationToken, of location: String) async {
    do throws(Problem) {
      let lock = try await store.lock()
      defer { withExtendedLifetime(lock) {} }
      guard var saved = try store.load() else { return }
      let now = time.wall()
      saved.locations = saved.locations.filter { $0.value.expires > now }
      saved.locations[location] = token
      try store.save(saved)
    } catch {
      return
    }
  }

  private func isOver(_ moment: Timestamp) -> Bool {
    moment <= time.wall().advanced(by: Self.margin)
  }
}

extension Problem {
  /// Why tokens could not be renewed.
  fileprivate init(refreshing error: ServiceError) {
    switch error.kind {
    case .unavailable, .rateLimited, .dayLimit:
      self.init(.unavailable, "the token could not be renewed: \(error.message)")
    default:
      // The answer may quote what it was sent.
      self.init(
        .auth, "the service takes the refresh token no more (HTTP \(error.status))",
        hint: "run 'ghlua login' again")
    }
  }
}

extension ServiceError {
  /// A problem with the tokens, as the client's callers know it.
  fileprivate init(renewing problem: Problem) {
    let hint = problem.hint.map { "; \($0)" } ?? ""
    let kind: Kind =
      problem.code == .unavailable || problem.code == .locked ? .unavailable : .badToken
    self.init(kind: kind, status: 0, message: "\(problem.message)\(hint).")
  }
}
