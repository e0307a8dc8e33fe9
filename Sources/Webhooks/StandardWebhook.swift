import Crypto
public import Diagnostics
import FoundationEssentials
public import HighLevel

/// Standard Webhooks: what is signed, and how.
///
/// Source: https://github.com/standard-webhooks/standard-webhooks, the specification.
public enum StandardWebhook {
  /// How far the sender's clock may be from ours.
  public static let tolerance: Duration = .seconds(300)

  /// A secret that both sides have, `whsec_` and base64 of 24 to 64 bytes.
  public struct Secret: Sendable {
    private let key: SymmetricKey

    public init(_ text: String) throws(Problem) {
      let trimmed = text.split(whereSeparator: \.isWhitespace).joined()
      let base64 = trimmed.hasPrefix("whsec_") ? trimmed.dropFirst(6) : trimmed[...]
      guard let bytes = Base64.decode(base64), (24...64).contains(bytes.count) else {
        throw Problem(
          .inputInvalid, "this is no secret of Standard Webhooks",
          hint: "it is whsec_ and base64 of 24 to 64 random bytes")
      }
      key = SymmetricKey(data: bytes)
    }

    /// `v1,` and the code in base64.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
      let code = HMAC<SHA256>.authenticationCode(
        for: signed(id: id, timestamp: timestamp, body: body), using: key)
      return "v1,\(Base64.encode(code))"
    }

    func isValid(_ code: [UInt8], id: String, timestamp: Int64, body: [UInt8]) -> Bool {
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: signed(id: id, timestamp: timestamp, body: body), using: key)
    }
  }

  /// What signatures are over.
  static func signed(id: String, timestamp: Int64, body: [UInt8]) -> [UInt8] {
    Array("\(id).\(timestamp).".utf8) + body
  }

  /// The three headers of a webhook that is sent.
  public static func headers(
    id: String, at moment: Timestamp, body: [UInt8], secret: Secret
  ) -> [(name: String, value: String)] {
    let seconds = moment.milliseconds / 1000
    return [
      ("webhook-id", id), ("webhook-timestamp", String(seconds)),
      ("webhook-signature", secret.signature(id: id, timestamp: seconds, body: body)),
    ]
  }

  /// How long after a failed attempt the next one is made; nil after the last.
  ///
  /// - Parameters:
  ///   - failed: How many attempts have failed.
  ///   - jitter: From 0 to 1; up to a tenth is added, so that not all come at once.
  public static func pause(afterAttempt failed: Int, jitter: Double) -> Duration? {
    guard failed >= 1, failed <= schedule.count else { return nil }
    let seconds = Double(schedule[failed - 1])
    return .milliseconds(Int64(seconds * 1000 * (1 + min(max(jitter, 0), 1) / 10)))
  }

  /// In seconds, after the first attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
  private static let schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
}
