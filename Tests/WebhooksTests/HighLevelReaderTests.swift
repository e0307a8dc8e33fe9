import Crypto
import CryptoExtras
import Diagnostics
import HighLevel
import JSON
import Testing
import Webhooks

@Suite struct `Webhooks of HighLevel` {
  private let key = Curve25519.Signing.PrivateKey()

  private static let body =
    #"{"type":"UserDelete","timestamp":"2026-01-05T11:59:58.000Z","webhookId":"w-1","#
    + #""companyId":"c","id":"u-1","email":"ana@acme.test"}"#

  private var reader: HighLevelReader {
    get throws { try HighLevelReader(key: spki(key.publicKey)) }
  }

  private func signature(_ body: String) throws -> String {
    base64(try key.signature(for: Array(body.utf8)))
  }

  @Test func `a signed event is taken, with its id, type and person`() throws {
    let event = try reader.read(
      delivery(Self.body, [("X-GHL-Signature", try signature(Self.body))]))
    #expect(event.id == "w-1")
    #expect(event.type == "HighLevel:UserDelete")
    #expect(event.deleted == DeletedPerson(id: "u-1", email: "ana@acme.test"))
    #expect(event.payload["companyId"] == "c")
  }

  @Test func `the published key is one`() throws { _ = try HighLevelReader() }

  @Test(arguments: ["N/A", "n/a", ""])
  func `a signature that says there is none is none`(text: String) async throws {
    await expectRefusal(
      "no signature", of: delivery(Self.body, [("x-ghl-signature", text)]), by: try reader)
  }

  @Test func `no signature is refused`() async throws {
    await expectRefusal("no signature", of: delivery(Self.body), by: try reader)
  }

  @Test func `a signature over other bytes is refused, however small the difference`() async throws
  {
    let headers = [("x-ghl-signature", try signature(Self.body))]
    await expectRefusal("wrong", of: delivery(Self.body + " ", headers), by: try reader)
    let other = Curve25519.Signing.PrivateKey()
    let forged = base64(try other.signature(for: Array(Self.body.utf8)))
    await expectRefusal(
      "wrong", of: delivery(Self.body, [("x-ghl-signature", forged)]), by: try reader)
    await expectRefusal(
      "wrong", of: delivery(Self.body, [("x-ghl-signature", "not base64!")]), by: try reader)
  }

  @Test func `a header that comes twice is refused, even when one of them is right`() async throws {
    let right = try signature(Self.body)
    for pair in [[right, "AAAA"], ["AAAA", right], [right, right]] {
      await expectRefusal(
        "more than once",
        of: delivery(Self.body, pair.map { ("X-GHL-Signature", $0) }), by: try reader)
    }
  }

  @Test(arguments: [
    ("2026-01-05T09:59:59.000Z", "too old"), ("2026-01-05T12:05:01.000Z", "future"),
    ("yesterday", "no timestamp"),
  ])
  func `an old moment, one ahead, and none are refused`(moment: String, why: String) async throws {
    let body = #"{"type":"UserCreate","timestamp":"\#(moment)","webhookId":"w"}"#
    await expectRefusal(
      why, of: delivery(body, [("x-ghl-signature", try signature(body))]), by: try reader)
  }

  @Test func `the retry of a 429 comes up to 70 minutes later and is taken`() throws {
    let body = #"{"type":"UserCreate","timestamp":"2026-01-05T10:45:00.000Z","webhookId":"w"}"#
    _ = try reader.read(delivery(body, [("x-ghl-signature", try signature(body))]))
  }

  @Test func `without a webhookId a replay cannot be told`() async throws {
    let body = #"{"type":"UserCreate","timestamp":"2026-01-05T12:00:00.000Z"}"#
    await expectRefusal(
      "webhookId", of: delivery(body, [("x-ghl-signature", try signature(body))]), by: try reader)
  }

  @Test func `the retired signature counts only where its key was given`() async throws {
    let retired = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let bytes = try retired.signature(
      for: SHA256.hash(data: Array(Self.body.utf8)), padding: .insecurePKCS1v1_5)
    let old = delivery(
      Self.body, [("x-wh-signature", base64(bytes.rawRepresentation)), ("x-ghl-signature", "N/A")])
    await expectRefusal("no signature", of: old, by: try reader)
    let both = try HighLevelReader(
      key: spki(key.publicKey), retiredKey: retired.publicKey.pemRepresentation)
    #expect(try both.read(old).id == "w-1")
    // Whoever breaks the old one must not get around the new one.
    let mixed = delivery(
      Self.body,
      [("x-wh-signature", base64(bytes.rawRepresentation)), ("x-ghl-signature", "AAAA")])
    await expectRefusal("wrong", of: mixed, by: both)
  }

  @Test func `events of another company are refused, though HighLevel signed them`() async throws {
    let signed = delivery(Self.body, [("x-ghl-signature", try signature(Self.body))])
    _ = try HighLevelReader(key: spki(key.publicKey), company: "c").read(signed)
    await expectRefusal(
      "another company", of: signed,
      by: try HighLevelReader(key: spki(key.publicKey), company: "other"))
  }

  @Test func `a key that is none is refused at the start`() {
    #expect(throws: Problem.self) { try HighLevelReader(key: "MCow") }
    #expect(throws: Problem.self) { try HighLevelReader(retiredKey: "MCow") }
  }
}

@Suite struct `Webhooks of a HighLevel workflow` {
  private let reader = HighLevelWorkflowReader(secret: KnownSecret("s3cret-s3cret"))
  private let body = #"{"contact_id":"c-ana","tags":"vip,REMOVE USER"}"#

  @Test func `the secret may stand in the path or in the header`() throws {
    let event = try reader.read(delivery(body, secret: "s3cret-s3cret"))
    #expect(event.type == "HighLevel:Workflow")
    #expect(event.id == nil)
    #expect(event.payload["contact_id"] == "c-ana")
    _ = try reader.read(delivery(body, [("X-Ghlua-Secret", "s3cret-s3cret")]))
  }

  @Test func `a wrong secret, none, two, and half of one are refused`() async {
    await expectRefusal("wrong", of: delivery(body, secret: "s3cret"), by: reader)
    await expectRefusal("wrong", of: delivery(body, secret: ""), by: reader)
    await expectRefusal("no secret", of: delivery(body), by: reader)
    await expectRefusal(
      "one in the header",
      of: delivery(body, [("x-ghlua-secret", "s3cret-s3cret")], secret: "x"), by: reader)
    await expectRefusal(
      "more than once",
      of: delivery(body, [("x-ghlua-secret", "s3cret-s3cret"), ("x-ghlua-secret", "x")]),
      by: reader)
  }
}
