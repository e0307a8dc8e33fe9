import FoundationEssentials
import HighLevel
import JSON

/// Making and using up tokens.
extension Core {
  /// How long an access token is good; the service says 86,399 seconds.
  static let lifetime = Duration.seconds(86_399)

  /// Uses up a code or a refresh token; nil for one that is no good or of another app. A second use
  /// is one.
  mutating func redeem(_ secret: String, kind: MockGrant.Kind, client: String) -> MockGrant? {
    guard var grant = store.grants[secret], grant.kind == kind, !grant.isSpent,
      grant.client == client, grant.expires.map({ store.clock.now < $0 }) != false
    else { return nil }
    grant.isSpent = true
    put(grant)
    return grant
  }

  mutating func put(_ grant: MockGrant) {
    store.put(grant)
    note(MockChange(.token, grant: grant, in: store))
  }

  /// A new secret of a kind, known from now on.
  mutating func issue(
    _ kind: MockGrant.Kind, _ token: MockToken, client: String
  ) -> MockGrant {
    let now = store.clock.now
    let id = store.generator.id()
    let expires: Timestamp? =
      switch kind {
      case .access: now.advanced(by: Self.lifetime)
      case .refresh: now.advanced(by: .seconds(365 * 86_400))
      case .code: now.advanced(by: .seconds(600))
      }
    let secret =
      kind == .access ? Self.jwt(id, token, from: now, company: store.companyId) : id + id
    let grant = MockGrant(secret, kind: kind, token: token, expires: expires, client: client)
    put(grant)
    return grant
  }

  /// In the form of a JSON Web Token (RFC 7519); the signature is none, as nobody but the stand-in
  /// reads it.
  private static func jwt(
    _ id: String, _ token: MockToken, from now: Timestamp, company: String
  ) -> String {
    let (place, name): (String, String) =
      if case .location(let id) = token.level { (id, "Location") } else { (company, "Company") }
    let start = now.milliseconds / 1000
    let claims: JSONObject = [
      "authClass": .string(name), "authClassId": .string(place), "jti": .string(id),
      "iat": .integer(start), "exp": .integer(start + lifetime.components.seconds),
      "scopes": .strings((token.scopes ?? []).sorted()),
    ]
    let header: JSONObject = ["alg": "RS256", "typ": "JWT"]
    return [JSONValue.object(header).text(), JSONValue.object(claims).text(), "mock-\(id)"]
      .map(base64URL).joined(separator: ".")
  }

  private static func base64URL(_ text: String) -> String {
    String(Data(text.utf8).base64EncodedString().prefix { $0 != "=" })
      .replacing("+", with: "-").replacing("/", with: "_")
  }
}
