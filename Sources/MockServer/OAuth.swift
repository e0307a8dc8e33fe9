import HighLevel
import JSON
import MockBackend

/// The routes of OAuth, with the names of fields of either version.
///
/// Source: HighLevel's OpenAPI documents `oauth-v2` and `oauth-v3`, the messages of 400 included.
struct OAuth: Sendable {
  let service: MockService

  /// Answers a call of `/oauth/…`; nil when there is no such path.
  func reply(to call: Call, _ segments: [String], _ holder: TokenHolder) -> Reply? {
    guard segments.count == 2, segments[0] == "oauth" else { return nil }
    let isV3 = call.version.flatMap(ServiceVersion.init(header:)) == .v3
    switch (call.method, segments[1]) {
    case ("GET", "chooselocation"): return choose(FormDecoding.fields(call.query))
    case ("POST", "token"): return token(Fields(call, isV3: isV3))
    case ("POST", "locationToken") where !isV3, ("POST", "location-token") where isV3:
      return locationToken(Fields(call, isV3: isV3), call, holder)
    default: return nil
    }
  }

  /// What a person sees as a page to pick a company or a location: here it agrees at once and sends
  /// the browser back with a code. `locationId` picks a location, without it the company is picked.
  private func choose(_ fields: JSONObject) -> Reply {
    guard let client = fields["client_id"]?.string, let back = fields["redirect_uri"]?.string else {
      return Reply(.refused(400, "Missing parameter: client_id or redirect_uri"))
    }
    let place = fields["locationId"]?.string
    let scopes = fields["scope"]?.string?.split(separator: " ").map(String.init)
    let token = MockToken(
      level: place.map { .location($0) } ?? .agency, scopes: scopes.map { Set($0) })
    let code = service.issue(.code, token, client: client).secret
    let state = fields["state"]?.string.map { "&state=\(PercentEncoding.encode($0))" } ?? ""
    var reply = Reply(status: 302, [:])
    reply.headers = [("Location", "\(back)\(back.contains("?") ? "&" : "?")code=\(code)\(state)")]
    return reply
  }

  private func token(_ fields: Fields) -> Reply {
    for name in ["client_id", "client_secret", "grant_type"] where fields[name] == nil {
      return Reply(.refused(400, "Missing parameter: \(fields.shown(name))"))
    }
    let client = fields["client_id"] ?? ""
    let (kind, name, words): (MockGrant.Kind, String, String)
    switch fields["grant_type"] {
    case "authorization_code": (kind, name, words) = (.code, "code", "authorization code")
    case "refresh_token": (kind, name, words) = (.refresh, "refresh_token", "refresh token")
    default: return Reply(.refused(400, "Invalid parameter: \(fields.shown("grant_type"))"))
    }
    guard let secret = fields[name] else {
      return Reply(.refused(400, "Missing parameter: \(fields.shown(name))"))
    }
    guard let pair = service.exchange(secret, kind: kind, client: client) else {
      return Reply(.refused(400, "Invalid grant: \(words) is invalid"))
    }
    return answer(pair.access, refresh: pair.refresh, fields)
  }

  private func locationToken(_ fields: Fields, _ call: Call, _ holder: TokenHolder) -> Reply {
    guard let header = call.version else { return Reply(.missingVersion) }
    guard ServiceVersion(header: header) != nil else { return Reply(.invalidVersion) }
    if let fault = holder.token.fault { return Reply(.refused(401, fault)) }
    let hasScope = holder.token.scopes?.contains("oauth.write") ?? true
    guard holder.isOAuth, holder.token.level == .agency, hasScope else {
      return Reply(.refused(401, ServiceMessage.missingScope))
    }
    let missing = ["companyId", "locationId"].filter { fields[$0] == nil }
    guard missing.isEmpty else { return Reply(.invalid(missing.map { "\($0) must be a string" })) }
    let place = fields["locationId"] ?? ""
    guard fields["companyId"] == service.companyId else {
      return Reply(.refused(403, ServiceMessage.wrongLocation))
    }
    let known = service.reply(to: HighLevel.Request(.locationsGet, id: place), token: .full)
    guard known.answer?.isSuccess == true else {
      return Reply(.refused(400, ServiceMessage.notFound("Location", id: place)))
    }
    let token = MockToken(level: .location(place), scopes: holder.token.scopes)
    return answer(service.issue(.access, token, client: holder.client), refresh: nil, fields)
  }

  private func answer(_ access: MockGrant, refresh: MockGrant?, _ fields: Fields) -> Reply {
    var body: JSONObject = [
      fields.shown("access_token"): .string(access.secret), fields.shown("token_type"): "Bearer",
      fields.shown("expires_in"): 86_399,
    ]
    if let refresh { body[fields.shown("refresh_token")] = .string(refresh.secret) }
    body["scope"] = .string((access.token.scopes ?? Self.allScopes).sorted().joined(separator: " "))
    if case .location(let id) = access.token.level {
      (body["userType"], body["locationId"]) = ("Location", .string(id))
    } else {
      body["userType"] = "Company"
    }
    body["companyId"] = .string(service.companyId)
    // Who installed the app; the document wants it in every answer.
    body["userId"] = .string(DefaultCompany.johnDeo)
    return Reply(body)
  }

  /// What a token that nobody narrowed may do.
  private static let allScopes = Set(Operations.all.map(\.scope) + ["oauth.write"])
}

/// The fields of a form or of a JSON body, by the names of v2: v3 writes `client_id` as `clientId`.
private struct Fields {
  private let given: JSONObject
  private let isV3: Bool

  init(_ call: Call, isV3: Bool) {
    let text = String(decoding: call.body, as: UTF8.self)
    given = (try? JSONValue(parsing: call.body))?.object ?? FormDecoding.fields(text)
    self.isV3 = isV3
  }

  /// The text of a field; nil where it is absent or empty.
  subscript(_ name: String) -> String? {
    guard let text = given[shown(name)]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// The name as this version has it.
  func shown(_ name: String) -> String {
    guard isV3 else { return name }
    let parts = name.split(separator: "_")
    return parts.dropFirst().reduce(String(parts[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}
