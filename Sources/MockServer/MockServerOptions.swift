public import HighLevel

/// How the stand-in is served.
public struct MockServerOptions: Sendable {
  /// Whose time the stand-in goes by.
  public enum Clock: Sendable {
    /// The time of day, from the company's own on: it never goes back.
    case running(@Sendable () -> Timestamp)
    /// It stands still until somebody moves it by `POST /_mock/clock`.
    case still
  }

  /// The address to listen at; only this machine unless told otherwise.
  public var host: String
  /// The port; 0 takes one that is free.
  public var port: Int
  /// What each app and resource may ask for; nil limits nothing and sends no headers about it.
  public var limits: RateLimits?
  public var clock: Clock
  /// The saved company that every change is kept in; nil forgets everything.
  public var stateFile: String?
  public var webhooks: WebhookTarget?
  /// Told of every request of the service with its answer.
  public var tap: (@Sendable (MockExchange) -> Void)?
  /// What encrypts the connections; nil speaks plain HTTP.
  public var certificate: CertificateFiles?
  /// The largest body of a request, in bytes; a larger one is answered 413.
  public var largestBody: Int

  public init(
    host: String = "127.0.0.1", port: Int = 0, limits: RateLimits? = .documented,
    clock: Clock = .still, stateFile: String? = nil, webhooks: WebhookTarget? = nil,
    tap: (@Sendable (MockExchange) -> Void)? = nil, certificate: CertificateFiles? = nil,
    largestBody: Int = 1 << 20
  ) {
    self.host = host
    self.port = port
    self.limits = limits
    self.clock = clock
    self.stateFile = stateFile
    self.webhooks = webhooks
    self.tap = tap
    self.certificate = certificate
    self.largestBody = largestBody
  }
}
