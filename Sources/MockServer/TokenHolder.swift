import HighLevel
import MockBackend

/// Who a request comes from, as far as its `Authorization` header says.
struct TokenHolder: Sendable {
  var token: MockToken
  /// What requests are counted by: for OAuth the app and its company or location, else the token.
  var resource: String
  /// Whether the token was made by OAuth, which alone can be turned into tokens of locations.
  var isOAuth: Bool
  var client: String

  /// The placeholders in HighLevel's examples count as tokens that may do everything, so that these
  /// run as written.
  static let placeholders = ["YOUR_TOKEN", "YOUR_API_TOKEN"]

  init(authorization: String?, service: MockService) {
    let text = authorization ?? ""
    let secret =
      text.prefix(7).lowercased() == "bearer " ? String(text.dropFirst(7)) : text
    (resource, isOAuth, client) = (secret, false, "")
    if let grant = service.grant(secret) {
      token = grant.token(at: service.now)
      (isOAuth, client) = (grant.isOAuth, grant.client)
      if isOAuth { resource = "\(client) \(token.level)" }
    } else if secret.hasPrefix("pit-"), secret.utf8.count > 4 {
      token = MockToken(level: .agency)
    } else {
      token = Self.placeholders.contains(secret) ? .full : .badOAuth
    }
  }
}
