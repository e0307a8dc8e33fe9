import Diagnostics
public import HTTPBackend
public import HighLevel
import JSON

/// The app that asks, as HighLevel's marketplace knows it.
public struct OAuthApp: Sendable {
  public var clientId: String
  var clientSecret: String
  public var redirectURI: String?
  /// `Company` or `Location`.
  public var userType: String

  public init(clientId: String, clientSecret: String, redirectURI: String?, userType: String) {
    self.clientId = clientId
    self.clientSecret = clientSecret
    self.redirectURI = redirectURI
    self.userType = userType
  }
}

extension OAuthApp: CustomStringConvertible, CustomReflectable {
  public var description: String { "(app \(clientId))" }
  public var customMirror: Mirror { Mirror(self, children: ["app": clientId]) }
}

/// The routes that hand out tokens, under either version.
///
/// Source: HighLevel's OpenAPI documents `oauth-v2` and `oauth-v3`.
public struct OAuthClient: Sendable {
  private let app: OAuthApp
  private let transport: any HTTPTransport
  private let version: ServiceVersion
  private let time: TimeSource

  public init(
    _ app: OAuthApp, transport: any HTTPTransport, version: ServiceVersion,
    time: TimeSource = .system
  ) {
    (self.app, self.transport, self.version, self.time) = (app, transport, version, time)
  }

  /// Turns the code that a person brought back from the browser into tokens.
  public func exchange(code: String) async throws(ServiceError) -> Grant {
    try await grant("authorization_code", [("code", "code", code)])
  }

  /// Spends a refresh token; whatever comes back must be saved before it is used.
  func refresh(_ token: String) async throws(ServiceError) -> Grant {
    try await grant("refresh_token", [("refresh_token", "refreshToken", token)])
  }

  /// Mints the token of a location from that of its agency.
  func locationToken(
    _ location: String, company: String, agency: String
  ) async throws(ServiceError) -> Grant.LocationToken {
    let path = version == .v3 ? "/oauth/location-token" : "/oauth/locationToken"
    let answer = try await post(
      path, [("companyId", company), ("locationId", location)], bearer: agency)
    guard let grant = Grant(answer: answer, now: time.wall()) else { throw Self.noToken }
    return Grant.LocationToken(value: grant.access, expires: grant.expires)
  }

  private func grant(
    _ type: String, _ fields: [(v2: String, v3: String, value: String)]
  ) async throws(ServiceError) -> Grant {
    var all = [
      ("client_id", "clientId", app.clientId),
      ("client_secret", "clientSecret", app.clientSecret), ("grant_type", "grantType", type),
      ("user_type", "userType", app.userType),
    ]
    if let uri = app.redirectURI { all.append(("redirect_uri", "redirectUri", uri)) }
    let form = (all + fields).map { (version == .v3 ? $0.1 : $0.0, $0.2) }
    let answer = try await post("/oauth/token", form, bearer: nil)
    guard let grant = Grant(answer: answer, now: time.wall()) else { throw Self.noToken }
    return grant
  }

  private static let noToken = ServiceError(
    kind: .unknown, status: 200, message: "The service handed out no token.")

  /// Sends a form; again only where the first one cannot have arrived, because what it carries may
  /// be good for one use.
  private func post(
    _ path: String, _ form: [(name: String, value: String)], bearer: String?
  ) async throws(ServiceError) -> JSONValue {
    let body = form.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
    var headers = [
      HTTPField("Content-Type", "application/x-www-form-urlencoded"),
      HTTPField("Accept", "application/json"), HTTPField("User-Agent", "ghlua"),
      HTTPField("Version", version.rawValue),
    ]
    if let bearer { headers.append(HTTPField("Authorization", "Bearer \(bearer)")) }
    let request = HTTPRequest(
      .post, path, headers: headers, body: Array(body.joined(separator: "&").utf8))
    let answer = try await send(request)
    let json = (try? JSONValue(parsing: answer.body)) ?? .null
    guard answer.status == 200 || answer.status == 201 else {
      throw ServiceError(status: answer.status, body: json)
    }
    return json
  }

  private func send(_ request: HTTPRequest) async throws(ServiceError) -> HTTPAnswer {
    var failures = 0
    while true {
      do throws(TransportFailure) { return try await transport.send(request) } catch {
        failures += 1
        guard !error.mayHaveArrived, !error.isPermanent, failures < 3 else {
          throw .noAnswer(error.message)
        }
        do { try await time.sleep(.milliseconds(500 * failures)) } catch {
          throw .noAnswer("The run was stopped.")
        }
      }
    }
  }
}
