public import Diagnostics
import FoundationEssentials
public import HighLevel
public import JSON

/// A token as text: what kind it is, and what it says of itself.
public struct TokenText: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Of a private integration, `pit-…`; never changes.
    case privateIntegration = "private integration"
    /// Of OAuth: a JWT that runs out after a day.
    case oauth = "OAuth"
    /// Neither form; the service will tell.
    case unknown
  }

  /// The longest token that is taken, in bytes; HighLevel's JWTs have about 1000.
  public static let largest = 16_384

  public let value: String
  public let kind: Kind
  /// What a JWT holds; nobody checks its signature here, so it is good for showing only.
  public let claims: JSONObject

  /// Takes the space around it off. Throws with code `auth` for what cannot be one; the text itself
  /// is in no message.
  public init(_ text: some StringProtocol, from source: String) throws(Problem) {
    let value = String(
      text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    guard !value.isEmpty else {
      throw Problem(.auth, "the \(source) holds no token", hint: "it is empty")
    }
    guard value.utf8.count <= Self.largest, value.utf8.allSatisfy(Self.isPlain) else {
      throw Problem(
        .auth, "the \(source) holds no token, but something else",
        hint: "a token is one word like pit-…, and nothing else may stand there")
    }
    self.value = value
    claims = Self.claims(of: value)
    kind = value.hasPrefix("pit-") ? .privateIntegration : claims.isEmpty ? .unknown : .oauth
  }

  /// When a JWT runs out; nil when it does not say.
  public var expires: Timestamp? {
    claims["exp"]?.integer.map { Timestamp(milliseconds: $0 * 1000) }
  }

  /// The company or location that a JWT is of: HighLevel writes `authClass` and `authClassId`.
  public var owner: (isCompany: Bool, id: String)? {
    guard let id = claims["authClassId"]?.string, let kind = claims["authClass"]?.string else {
      return nil
    }
    return (kind == "Company", id)
  }

  /// The scopes that a JWT names; nil when it names none.
  public var scopes: [String]? { claims["oauthMeta"]?["scopes"]?.strings }

  private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private static func claims(of text: String) -> JSONObject {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, text.hasPrefix("ey") else { return [:] }
    var base64 = parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    while base64.count % 4 != 0 { base64.append("=") }
    guard let data = Data(base64Encoded: String(base64)) else { return [:] }
    return (try? JSONValue(parsing: Array(data)))?.object ?? [:]
  }
}

extension TokenText: CustomStringConvertible, CustomReflectable {
  public var description: String { "(token)" }
  public var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue]) }
}
