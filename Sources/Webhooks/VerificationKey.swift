import Crypto
import CryptoExtras
public import JSON

/// A key that tokens are checked with. The algorithm belongs to the key: what a token says of itself
/// must be the same, and chooses nothing.
public struct VerificationKey: Sendable {
  enum Material: Sendable {
    case hmac(SymmetricKey)
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  /// The key's name, by which tokens choose it; nil for a key that is the only one.
  public let id: String?
  /// The only algorithm that it is for, by its name in RFC 7518: `RS256`.
  public let algorithm: String
  private let material: Material

  /// A key that both sides have; nil for an algorithm that is none of `HS256`, `HS384`, `HS512`.
  public init?(secret: [UInt8], algorithm: String = "HS256") {
    guard ["HS256", "HS384", "HS512"].contains(algorithm), !secret.isEmpty else { return nil }
    (id, self.algorithm, material) = (nil, algorithm, .hmac(SymmetricKey(data: secret)))
  }

  /// A public key of a set (RFC 7517); nil for one that is not for signatures or of no known kind.
  public init?(jwk: JSONObject) {
    guard let id = jwk["kid"]?.string, !id.isEmpty, jwk["use"]?.string ?? "sig" == "sig" else {
      return nil
    }
    guard let (usual, material) = Self.material(jwk) else { return nil }
    let algorithm = jwk["alg"]?.string ?? usual
    guard algorithm == usual || (usual == "RS256" && ["RS384", "RS512"].contains(algorithm)) else {
      return nil
    }
    (self.id, self.algorithm, self.material) = (id, algorithm, material)
  }

  /// The keys of a set that can be used; a set may hold others.
  public static func keys(inSet json: JSONValue) -> [VerificationKey]? {
    json["keys"]?.array?.compactMap { $0.object.flatMap { VerificationKey(jwk: $0) } }
  }

  private static func material(_ jwk: JSONObject) -> (String, Material)? {
    func bytes(_ name: String) -> [UInt8]? { jwk[name]?.string.flatMap { Base64.decodeURL($0) } }
    switch (jwk["kty"]?.string, jwk["crv"]?.string) {
    case ("RSA", _):
      guard let n = bytes("n"), let e = bytes("e"), n.count >= 256,
        let key = try? _RSA.Signing.PublicKey(n: n, e: e)
      else { return nil }
      return ("RS256", .rsa(key))
    case ("EC", let curve):
      guard let x = bytes("x"), let y = bytes("y") else { return nil }
      return elliptic(curve ?? "", [0x04] + x + y)
    case ("OKP", "Ed25519"):
      guard let x = bytes("x"),
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
      else { return nil }
      return ("EdDSA", .ed25519(key))
    default: return nil
    }
  }

  private static func elliptic(_ curve: String, _ point: [UInt8]) -> (String, Material)? {
    switch curve {
    case "P-256":
      (try? P256.Signing.PublicKey(x963Representation: point)).map { ("ES256", .p256($0)) }
    case "P-384":
      (try? P384.Signing.PublicKey(x963Representation: point)).map { ("ES384", .p384($0)) }
    case "P-521":
      (try? P521.Signing.PublicKey(x963Representation: point)).map { ("ES512", .p521($0)) }
    default: nil
    }
  }

  /// Whether the signature is that of the bytes.
  func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
    switch (material, algorithm) {
    case (.hmac(let key), "HS256"): Self.isCode(signature, bytes, key, SHA256.self)
    case (.hmac(let key), "HS384"): Self.isCode(signature, bytes, key, SHA384.self)
    case (.hmac(let key), "HS512"): Self.isCode(signature, bytes, key, SHA512.self)
    case (.rsa(let key), "RS256"): Self.isRSA(signature, SHA256.hash(data: bytes), key)
    case (.rsa(let key), "RS384"): Self.isRSA(signature, SHA384.hash(data: bytes), key)
    case (.rsa(let key), "RS512"): Self.isRSA(signature, SHA512.hash(data: bytes), key)
    case (.p256(let key), "ES256"):
      (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: SHA256.hash(data: bytes)) } ?? false
    case (.p384(let key), "ES384"):
      (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: SHA384.hash(data: bytes)) } ?? false
    case (.p521(let key), "ES512"):
      (try? P521.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: SHA512.hash(data: bytes)) } ?? false
    case (.ed25519(let key), "EdDSA"): key.isValidSignature(signature, for: bytes)
    default: false
    }
  }

  private static func isCode<Hash: HashFunction>(
    _ signature: [UInt8], _ bytes: [UInt8], _ key: SymmetricKey, _: Hash.Type
  ) -> Bool {
    HMAC<Hash>.isValidAuthenticationCode(signature, authenticating: bytes, using: key)
  }

  private static func isRSA(
    _ signature: [UInt8], _ digest: some Digest, _ key: _RSA.Signing.PublicKey
  ) -> Bool {
    key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest,
      padding: .insecurePKCS1v1_5)
  }
}
