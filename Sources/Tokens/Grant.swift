public import HighLevel
import JSON

/// What OAuth handed out, as it is kept in a file.
public struct Grant: Sendable, Hashable {
  /// The format of the file.
  static let format = "ghlua.oauth/1"

  /// The token of one location, minted from the agency's.
  public struct LocationToken: Sendable, Hashable {
    public var value: String
    public var expires: Timestamp
  }

  public var access: String
  /// Good for one refresh; nil where none was given.
  public var refresh: String?
  public var expires: Timestamp
  /// `Company` or `Location`.
  public var userType: String
  public var companyId: String?
  public var locationId: String?
  public var scope: String?
  public var locations: [String: LocationToken] = [:]

  /// The service's answer under either version: v3 has the names in camel case (HighLevel's OpenAPI
  /// documents `oauth-v2` and `oauth-v3`). Nil when it holds no token.
  init?(answer: JSONValue, now: Timestamp) {
    func text(_ v2: String, _ v3: String) -> String? {
      let text = answer[v2]?.string ?? answer[v3]?.string
      return text?.isEmpty == false ? text : nil
    }
    guard let access = text("access_token", "accessToken") else { return nil }
    self.access = access
    refresh = text("refresh_token", "refreshToken")
    let seconds = (answer["expires_in"] ?? answer["expiresIn"])?.integer ?? 0
    expires = now.advanced(by: .seconds(max(0, min(seconds, 10_000_000))))
    companyId = text("companyId", "companyId")
    locationId = text("locationId", "locationId")
    userType = text("userType", "userType") ?? (locationId == nil ? "Company" : "Location")
    scope = text("scope", "scope")
  }

  /// What a file holds; nil for anything else.
  init?(file: JSONValue) {
    guard file["schema"]?.string == Self.format, let access = file["access"]?.string,
      let expires = file["expires"]?.string.flatMap(Timestamp.init)
    else { return nil }
    self.access = access
    self.expires = expires
    refresh = file["refresh"]?.string
    userType = file["user_type"]?.string ?? "Company"
    companyId = file["company"]?.string
    locationId = file["location"]?.string
    scope = file["scope"]?.string
    for member in file["locations"]?.object?.members ?? [] {
      guard let value = member.value["access"]?.string,
        let expires = member.value["expires"]?.string.flatMap(Timestamp.init)
      else { continue }
      locations[member.key] = LocationToken(value: value, expires: expires)
    }
  }

  var json: JSONValue {
    var object: JSONObject = [
      "schema": .string(Self.format), "access": .string(access),
      "expires": .string(expires.description), "user_type": .string(userType),
    ]
    object["refresh"] = refresh.map { .string($0) }
    object["company"] = companyId.map { .string($0) }
    object["location"] = locationId.map { .string($0) }
    object["scope"] = scope.map { .string($0) }
    object["locations"] = .object(
      JSONObject(
        locations.sorted { $0.key < $1.key }.map { id, token in
          (id, ["access": .string(token.value), "expires": .string(token.expires.description)])
        }))
    return .object(object)
  }

  /// The id whose rate limit the token draws on.
  var resource: String { (userType == "Location" ? locationId : companyId) ?? "" }

  /// Every secret in it, with names that may be shown in their place.
  public var secrets: [(value: String, name: String)] {
    [(access, "token")] + (refresh.map { [($0, "refresh-token")] } ?? [])
      + locations.values.map { ($0.value, "location-token") }
  }
}

extension Grant: CustomStringConvertible, CustomReflectable {
  public var description: String { "(tokens of OAuth)" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
