public import HighLevel
public import JSON

/// A secret that the stand-in knows by its text: a token with limits of its own, or what OAuth
/// hands out.
public struct MockGrant: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Good for calls; private-integration tokens are of this kind.
    case access
    /// Good for one new pair of tokens.
    case refresh
    /// Good for the first pair of tokens.
    case code
  }

  public var secret: String
  public var kind: Kind
  /// What calls with it may do.
  public var token: MockToken
  /// The moment from which it is no good; nil for never.
  public var expires: Timestamp?
  /// The app it was made for, as that calls itself.
  public var client: String
  /// Whether it was used up: a code and a refresh token are good once.
  public var isSpent: Bool

  public init(
    _ secret: String, kind: Kind = .access, token: MockToken = MockToken(level: .agency),
    expires: Timestamp? = nil, client: String = "", isSpent: Bool = false
  ) {
    self.secret = secret
    self.kind = kind
    self.token = token
    self.expires = expires
    self.client = client
    self.isSpent = isSpent
  }

  /// Whether it was made by OAuth; private-integration tokens are not.
  public var isOAuth: Bool { !secret.hasPrefix("pit-") }

  /// What a call with it counts as at that moment; one that is no good carries the service's words.
  public func token(at now: Timestamp) -> MockToken {
    let isGood = kind == .access && !isSpent && expires.map { now < $0 } != false
    return isGood ? token : isOAuth ? .badOAuth : .badPrivate
  }
}

/// The saved form: `{token, kind, level, locationId, scopes, message, expires, client, spent}`, all
/// but the first with a default.
extension MockGrant {
  public var json: JSONValue {
    var object: JSONObject = ["token": .string(secret), "kind": .string(kind.rawValue)]
    switch token.level {
    case .any: object["level"] = "any"
    case .agency: object["level"] = "agency"
    case .location(let id):
      object["level"] = "location"
      object["locationId"] = .string(id)
    }
    object["scopes"] = token.scopes.map { .strings($0.sorted()) }
    object["message"] = token.fault.map { .string($0) }
    object["expires"] = expires.map { .string($0.description) }
    if !client.isEmpty { object["client"] = .string(client) }
    if isSpent { object["spent"] = true }
    return .object(object)
  }

  /// Reads the saved form; every fault is one sentence.
  public init(json: JSONValue) throws(MockStateError) {
    guard let secret = json["token"]?.string, !secret.isEmpty else {
      throw MockStateError("a token needs its text as 'token'")
    }
    guard let kind = Kind(rawValue: json["kind"]?.string ?? "access") else {
      throw MockStateError("the 'kind' of a token is access, refresh or code")
    }
    var token = MockToken(
      scopes: json["scopes"]?.strings.map { Set($0) }, fault: json["message"]?.string)
    switch (json["level"]?.string ?? "agency", json["locationId"]?.string) {
    case ("any", _): token.level = .any
    case ("agency", _): token.level = .agency
    case ("location", let id?): token.level = .location(id)
    case ("location", nil): throw MockStateError("a token of a location needs its 'locationId'")
    default: throw MockStateError("the 'level' of a token is agency, location or any")
    }
    let moment = json["expires"]?.string
    let expires = moment.flatMap(Timestamp.init)
    guard moment == nil || expires != nil else {
      throw MockStateError("'expires' of a token is no moment like \(MockClock.start)")
    }
    self.init(
      secret, kind: kind, token: token, expires: expires, client: json["client"]?.string ?? "",
      isSpent: json["spent"]?.bool ?? false)
  }
}
