import Crypto

/// A secret that senders show as it is; compared without telling by the time how much was right.
public struct KnownSecret: Sendable {
  /// Of the process alone: whoever guesses does not know what is compared.
  private static let blind = SymmetricKey(size: .bits256)

  private let code: HMAC<SHA256>.MAC

  public init(_ text: String) {
    code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: Self.blind)
  }

  /// Whether the text is the secret.
  public func matches(_ text: String) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: Array(text.utf8), using: Self.blind)
  }
}
