import Crypto
import CryptoExtras
import FoundationEssentials
import HighLevel
import JSON
import Synchronization
import Testing
import Webhooks

@Suite struct `Webhooks of FusionAuth` {
  private let secret = Array("a shared key of 32 bytes at least".utf8)
  private let rsa: _RSA.Signing.PrivateKey
  private let ec = P256.Signing.PrivateKey()
  private let ed = Curve25519.Signing.PrivateKey()

  init() throws { rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

  private static let tenant = "e872a880-b14f-6d62-c312-cb40f22af465"
  private static let body =
    #"{"event":{"id":"e502168a","tenantId":"\#(tenant)","type":"user.delete.complete","#
    + #""user":{"email":"example@fusionauth.io"}}}"#

  private func shared(tenant: String? = nil) throws -> FusionAuthReader {
    FusionAuthReader(
      keys: .shared(try #require(VerificationKey(secret: secret))), tenant: tenant)
  }

  private var set: JSONValue {
    get throws {
      let numbers = try rsa.publicKey.getKeyPrimitives()
      let point = ec.publicKey.x963Representation
      return [
        "keys": [
          [
            "kty": "RSA", "kid": "rsa", "alg": "RS256", "use": "sig",
            "n": .string(base64URL(numbers.modulus)),
            "e": .string(base64URL(numbers.publicExponent)),
          ],
          [
            "kty": "EC", "kid": "ec", "crv": "P-256",
            "x": .string(base64URL(point[1..<33])), "y": .string(base64URL(point[33..<65])),
          ],
          [
            "kty": "OKP", "kid": "ed", "crv": "Ed25519",
            "x": .string(base64URL(ed.publicKey.rawRepresentation)),
          ],
          ["kty": "oct", "kid": "oct", "k": .string(base64URL(secret))],
          ["kty": "RSA", "kid": "enc", "use": "enc", "n": "AQAB", "e": "AQAB"],
        ]
      ]
    }
  }

  private func published() throws -> FusionAuthReader {
    let set = try set
    return FusionAuthReader(keys: .published(PublishedKeys { set }), tenant: nil)
  }

  private func token(
    _ algorithm: String, kid: String? = nil, claims: JSONObject? = nil, body: String = Self.body,
    extra: JSONObject = [:], sign: ([UInt8]) throws -> [UInt8]
  ) rethrows -> String {
    var header: JSONObject = ["alg": .string(algorithm), "typ": "JWT"]
    header["kid"] = kid.map { .string($0) }
    for member in extra { header[member.key] = member.value }
    let hash = base64(SHA256.hash(data: Array(body.utf8)))
    let claims = claims ?? ["request_body_sha256": .string(hash)]
    let signed =
      base64URL(JSONValue.object(header).text().utf8) + "."
      + base64URL(JSONValue.object(claims).text().utf8)
    return signed + "." + base64URL(try sign(Array(signed.utf8)))
  }

  private func hmac(_ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
  }

  private func rs256(_ bytes: [UInt8]) throws -> [UInt8] {
    Array(
      try rsa.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        .rawRepresentation)
  }

  private func signed(_ token: String, _ body: String = Self.body) -> Delivery {
    delivery(body, [("X-FusionAuth-Signature-JWT", token)])
  }

  @Test func `the example event, signed with the shared key, is taken`() async throws {
    let event = try await shared(tenant: Self.tenant).read(
      signed(token("HS256", kid: "any", sign: hmac)))
    #expect(event.id == "e502168a")
    #expect(event.type == "FusionAuth:user.delete.complete")
    #expect(event.deleted == DeletedPerson(email: "example@fusionauth.io"))
  }

  @Test func `keys of the issuer's set are found by their names, whatever their kind`() async throws
  {
    let reader = try published()
    _ = try await reader.read(signed(try token("RS256", kid: "rsa", sign: rs256)))
    _ = try await reader.read(
      signed(
        try token("ES256", kid: "ec") {
          Array(try ec.signature(for: SHA256.hash(data: $0)).rawRepresentation)
        }))
    _ = try await reader.read(
      signed(try token("EdDSA", kid: "ed") { Array(try ed.signature(for: $0)) }))
  }

  @Test(arguments: ["none", "None", "nOnE", "HS512", "RS256", ""])
  func `an algorithm that is not the key's is refused`(algorithm: String) async throws {
    await expectRefusal(
      "its key is for", of: signed(token(algorithm, sign: hmac)), by: try shared())
    await expectRefusal(
      algorithm == "RS256" ? "signature is wrong" : "its key is for",
      of: signed(token(algorithm, kid: "rsa") { _ in [] }), by: try published())
  }

  @Test func `a public key is never taken for a shared one`() async throws {
    let der = rsa.publicKey.derRepresentation
    let pem = Array(rsa.publicKey.pemRepresentation.utf8)
    for secret in [Array(der), pem] {
      let confused = token("HS256", kid: "rsa") {
        Array(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: secret)))
      }
      await expectRefusal("its key is for RS256", of: signed(confused), by: try published())
    }
    // A shared key in a public set is no key.
    await expectRefusal(
      "no key of that name", of: signed(token("HS256", kid: "oct", sign: hmac)), by: try published()
    )
  }

  @Test func `a token that brings its own key does not choose it`() async throws {
    let own = Curve25519.Signing.PrivateKey()
    let jwk: JSONValue = [
      "kty": "OKP", "crv": "Ed25519", "x": .string(base64URL(own.publicKey.rawRepresentation)),
    ]
    let token = try token("EdDSA", kid: "ed", extra: ["jwk": jwk, "jku": "https://evil.test/"]) {
      Array(try own.signature(for: $0))
    }
    await expectRefusal("signature is wrong", of: signed(token), by: try published())
  }

  @Test func `what must be understood and is not is refused`() async throws {
    let token = token("HS256", extra: ["crit": ["b64"], "b64": false], sign: hmac)
    await expectRefusal("nobody here knows", of: signed(token), by: try shared())
  }

  @Test func `another body than the claimed one is refused`() async throws {
    let token = token("HS256", sign: hmac)
    await expectRefusal("another body", of: signed(token, Self.body + "\n"), by: try shared())
    await expectRefusal(
      "another body", of: signed(self.token("HS256", claims: [:], sign: hmac)), by: try shared())
  }

  @Test(arguments: ["", "a.b", "a.b.c", "a.b.c.d", "....", "é.b.c"])
  func `a token that is none is refused`(text: String) async throws {
    await expectRefusal(
      text.isEmpty ? "no signature" : "is none", of: signed(text), by: try shared())
  }

  @Test func `a token that comes twice or has ended is refused`() async throws {
    let right = token("HS256", sign: hmac)
    await expectRefusal(
      "more than once",
      of: delivery(
        Self.body,
        [("X-FusionAuth-Signature-JWT", right), ("x-fusionauth-signature-jwt", right)]),
      by: try shared())
    let hash = base64(SHA256.hash(data: Array(Self.body.utf8)))
    for (name, moment, why) in [
      ("exp", noon.milliseconds / 1000 - 301, "expired"),
      ("nbf", noon.milliseconds / 1000 + 301, "not hold yet"),
    ] {
      let token = token(
        "HS256", claims: ["request_body_sha256": .string(hash), name: .integer(moment)], sign: hmac)
      await expectRefusal(why, of: signed(token), by: try shared())
    }
  }

  @Test func `events of another tenant, and of none, are refused`() async throws {
    let right = token("HS256", sign: hmac)
    await expectRefusal("another tenant", of: signed(right), by: try shared(tenant: "f"))
    let bare = #"{"event":{"id":"e","type":"user.delete.complete"}}"#
    await expectRefusal(
      "another tenant", of: signed(token("HS256", body: bare, sign: hmac), bare),
      by: try shared(tenant: Self.tenant))
  }

  @Test func `a stranger's key names do not make ghlua ask the issuer each time`() async throws {
    let asked = Mutex(0)
    let set = try set
    let reader = FusionAuthReader(
      keys: .published(
        PublishedKeys {
          asked.withLock { $0 += 1 }
          return set
        }), tenant: nil)
    for number in 0..<50 {
      let forged = token("RS256", kid: "stranger-\(number)") { _ in [1] }
      await expectRefusal("no key of that name", of: signed(forged), by: reader)
    }
    #expect(asked.withLock(\.self) == 1)
    _ = try await reader.read(signed(try token("RS256", kid: "rsa", sign: rs256)))
    #expect(asked.withLock(\.self) == 1)
  }

  @Test func `an issuer that cannot be reached is no reason to believe or to refuse`() async throws
  {
    struct Gone: Error {}
    let reader = FusionAuthReader(keys: .published(PublishedKeys { throw Gone() }), tenant: nil)
    await #expect(throws: WebhookRefusal.unavailable("the issuer's keys cannot be had")) {
      try await reader.read(signed(try token("RS256", kid: "rsa", sign: rs256)))
    }
  }

  @Test func `a key of less than 2,048 bits is not in the set`() throws {
    let short: JSONValue = [
      "keys": [
        [
          "kty": "RSA", "kid": "s", "n": .string(base64URL([UInt8](repeating: 0xC1, count: 128))),
          "e": "AQAB",
        ]
      ]
    ]
    #expect(VerificationKey.keys(inSet: short)?.isEmpty == true)
  }
}
