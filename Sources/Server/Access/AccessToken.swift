import Crypto
import FoundationEssentials
import HighLevel
import Webhooks

/// A token for the run API and the dashboard.
public struct AccessToken: Sendable {
  /// Shorter ones can be guessed.
  public static let shortest = 20

  public var name: String
  public var role: Role
  let secret: KnownSecret
  /// Signs what browsers keep, so that all daemons of one configuration know each other's sessions,
  /// and a token that was changed ends them.
  private let sessionKey: SymmetricKey

  public init(name: String, role: Role, secret: String) {
    self.name = name
    self.role = role
    self.secret = KnownSecret(secret)
    sessionKey = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: Array(secret.utf8)),
      info: Array("ghlua session".utf8), outputByteCount: 32)
  }

  /// A code over a text, which only who has the token can make.
  func code(_ text: String) -> String {
    HMAC<SHA256>.authenticationCode(for: Array("\(name)\n\(text)".utf8), using: sessionKey)
      .map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined()
  }
}
