import HighLevel
import MockBackend

/// Who a request comes from, as far as its `Authorization` header says.
struct TokenHolder: Sendable {
  var token: MockToken
  /// What requests are counted by.
  var resource: String

  /// The placeholders in HighLevel's examples count as tokens that may do everything, so that these
  /// run as written.
  static let placeholders = ["YOUR_TOKEN", "YOUR_API_TOKEN"]

  init(authorization: String?, company: String) {
    let text = authorization ?? ""
    let secret =
      text.prefix(7).lowercased() == "bearer " ? String(text.dropFirst(7)) : text
    resource = secret
    if secret.hasPrefix("pit-") {
      token = MockToken(level: .agency)
    } else if Self.placeholders.contains(secret) {
      token = .full
    } else {
      token = .badOAuth
    }
  }
}
