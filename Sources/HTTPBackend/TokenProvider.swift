public import HighLevel

/// Where the client gets the token from that it sends.
public protocol TokenProvider: Sendable {
  /// The token to send with this request.
  ///
  /// Asked for before every try, so it should be at hand. `by_location` wants a token of the
  /// location itself; every other operation takes an agency's.
  func token(for request: Request) async throws(ServiceError) -> BearerToken

  /// Another token after the service refused one; nil when there is no other.
  ///
  /// Only asked after an answer that is about the token itself (`ServiceError.Kind.badToken`), once
  /// for each request. Several tasks may ask about the same token at once: renew it once.
  func renewed(
    after refused: BearerToken, for request: Request, answer: ServiceError
  ) async throws(ServiceError) -> BearerToken?
}

/// An access token, which no text ever shows.
public struct BearerToken: Sendable, Hashable {
  /// What is sent behind `Bearer `.
  public let value: String
  /// The id of the company or location whose rate limit the token draws on; tokens of one resource
  /// share its limit. Empty where it is not known.
  public let resource: String

  public init(_ value: String, resource: String = "") {
    self.value = value
    self.resource = resource
  }
}

extension BearerToken: CustomStringConvertible, CustomReflectable {
  public var description: String { "(token)" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// One token that never changes, as a private integration's.
public struct StaticToken: TokenProvider {
  private let token: BearerToken

  public init(_ token: BearerToken) { self.token = token }

  public func token(for request: Request) -> BearerToken { token }

  public func renewed(
    after refused: BearerToken, for request: Request, answer: ServiceError
  ) -> BearerToken? {
    nil
  }
}
