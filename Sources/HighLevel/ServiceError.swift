/// An answer of the service that is no success, or no answer at all.
///
/// Read by status *and* message, because the service answers 401 for an unknown user and sends
/// three shapes of body; see `ServiceError.init(status:body:)`.
public struct ServiceError: Error, Sendable, Hashable {
  /// What the caller can act on.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case notFound = "not-found"
    case duplicateEmail = "duplicate-email"
    case invalid
    case badToken = "bad-token"
    case missingScope = "missing-scope"
    case wrongLocation = "wrong-location"
    case badVersion = "bad-version"
    case forbidden
    case rateLimited = "rate-limited"
    case dayLimit = "day-limit"
    case unavailable
    case unknown
  }

  public var kind: Kind
  /// The HTTP status; 0 when there was no answer.
  public var status: Int
  /// The service's message; several are joined by `; `.
  public var message: String
  /// The service's messages one by one, where it sent a list (422); else empty.
  public var messages: [String]
  /// The service's id of the exchange, to give to its support.
  public var traceId: String?

  public init(
    kind: Kind, status: Int, message: String, messages: [String] = [], traceId: String? = nil
  ) {
    self.kind = kind
    self.status = status
    self.message = message
    self.messages = messages
    self.traceId = traceId
  }
}
