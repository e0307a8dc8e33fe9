import Crypto
import Diagnostics
import HighLevel
import JSON
import Testing
import Webhooks

@Suite struct `Standard Webhooks` {
  private let body = #"{"type":"user.created","data":{"id":1}}"#
  private let secret: StandardWebhook.Secret

  init() throws { secret = try StandardWebhook.Secret("whsec_" + base64([UInt8](0..<32))) }

  private var reader: StandardReader { StandardReader(key: .secret(secret)) }

  private func headers(
    _ signature: String? = nil, id: String = "msg_1", at seconds: Int64 = noon.milliseconds / 1000
  ) -> [(String, String)] {
    [
      ("webhook-id", id), ("webhook-timestamp", String(seconds)),
      (
        "webhook-signature",
        signature ?? secret.signature(id: id, timestamp: seconds, body: Array(body.utf8))
      ),
    ]
  }

  /// Source: the reference implementations' test.
  @Test func `signs as the reference implementations do`() throws {
    let secret = try StandardWebhook.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let signature = secret.signature(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
      body: Array(#"{"test": 2432232314}"#.utf8))
    #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test func `what we send, we would take`() throws {
    let bytes = Array(body.utf8)
    let sent = StandardWebhook.headers(id: "msg_2", at: noon, body: bytes, secret: secret)
    let event = try reader.read(Delivery(headers: sent, body: bytes, received: noon))
    #expect(event.id == "msg_2")
    #expect(event.type == "Standard:user.created")
  }

  @Test func `one fitting signature of several is enough`() throws {
    let right = headers()[2].1
    _ = try reader.read(delivery(body, headers("v1,AAAA v2,xx \(right)")))
    #expect(throws: WebhookRefusal.self) {
      try reader.read(delivery(body, headers("v1,AAAA v2,xx")))
    }
  }

  @Test func `a signature is of its id, its moment and its body`() async {
    let right = headers()
    await expectRefusal("no signature fits", of: delivery(body + " ", right), by: reader)
    await expectRefusal(
      "no signature fits", of: delivery(body, [("webhook-id", "msg_9")] + right.dropFirst()),
      by: reader)
    await expectRefusal(
      "no signature fits",
      of: delivery(body, headers(right[2].1, at: noon.milliseconds / 1000 + 1)), by: reader)
  }

  @Test(arguments: [-301, 301] as [Int64])
  func `after 5 minutes it is too late, and before 5 minutes too early`(seconds: Int64) async {
    let moment = noon.milliseconds / 1000 + seconds
    await expectRefusal("5 minutes", of: delivery(body, headers(at: moment)), by: reader)
  }

  @Test(arguments: ["", "now", "-1", "1e9", "99999999999999999999", "１７"])
  func `a moment that is none is refused`(text: String) async {
    var headers = headers()
    headers[1].1 = text
    await expectRefusal("webhook-timestamp", of: delivery(body, headers), by: reader)
  }

  @Test func `a missing header and one that comes twice are refused`() async {
    for index in 0..<3 {
      var headers = headers()
      headers.append(headers[index])
      await expectRefusal("more than once", of: delivery(body, headers), by: reader)
      let name = headers[index].0
      headers.removeAll { $0.0 == name }
      await expectRefusal("missing", of: delivery(body, headers), by: reader)
    }
  }

  @Test func `the public-key form is taken where it was asked for, and only there`() async throws {
    let key = Curve25519.Signing.PrivateKey()
    let published = StandardReader(
      key: .published(try .init("whpk_" + base64(key.publicKey.rawRepresentation))))
    let seconds = noon.milliseconds / 1000
    let signed = Array("msg_1.\(seconds).".utf8) + Array(body.utf8)
    let asymmetric = "v1a,\(base64(try key.signature(for: signed)))"
    #expect(try published.read(delivery(body, headers(asymmetric))).id == "msg_1")
    await expectRefusal("no signature fits", of: delivery(body, headers(asymmetric)), by: reader)
    await expectRefusal("no signature fits", of: delivery(body, headers()), by: published)
    // The code of a message under the public key as a secret.
    let confused = try StandardWebhook.Secret("whsec_" + base64(key.publicKey.rawRepresentation))
    let code = confused.signature(id: "msg_1", timestamp: seconds, body: Array(body.utf8))
    await expectRefusal("no signature fits", of: delivery(body, headers(code)), by: published)
  }

  @Test(arguments: ["whsec_", "whsec_AAAA", "whsec_!!", ""])
  func `a secret that is none or too short is refused`(text: String) {
    #expect(throws: Problem.self) { try StandardWebhook.Secret(text) }
  }

  @Test func `nine more attempts follow the first, the last a day after the one before`() {
    let pauses = (1...9).map { StandardWebhook.pause(afterAttempt: $0, jitter: 0) }
    #expect(pauses.first == .seconds(5))
    #expect(pauses.last == .seconds(86_400))
    #expect(StandardWebhook.pause(afterAttempt: 10, jitter: 0) == nil)
    #expect(StandardWebhook.pause(afterAttempt: 1, jitter: 1) == .milliseconds(5500))
  }
}

@Suite struct `Webhooks in the manner of WP Fusion` {
  private let reader = WPFusionReader(accessKey: KnownSecret("k3y"))

  private func fields(key: String = "k3y", action: String = "update") -> [(String, String)] {
    [("wpf_action", action), ("access_key", key), ("contact_id", "c-ana")]
  }

  @Test func `a contact is named by query, form or JSON, and the key is kept nowhere`() throws {
    for delivery in [
      delivery("", query: fields()),
      delivery("wpf_action=update&access_key=k3y&contact_id=c%2Dana"),
      delivery(
        #"{"contact_id":"c-ana"}"#, query: [("wpf_action", "update"), ("access_key", "k3y")]),
    ] {
      let event = try reader.read(delivery)
      #expect(event.type == "WPFusion:contact")
      #expect(event.payload == ["wpf_action": "update", "contact_id": "c-ana"])
      #expect(event.id == nil)
    }
  }

  @Test func `a wrong key, none, and two are refused`() async {
    await expectRefusal("is wrong", of: delivery("", query: fields(key: "k3")), by: reader)
    await expectRefusal(
      "no access_key", of: delivery("", query: [("wpf_action", "update")]), by: reader)
    await expectRefusal(
      "more than once", of: delivery("", query: fields() + [("access_key", "x")]), by: reader)
  }

  @Test func `another action is none that a recipe asked for`() throws {
    #expect(try reader.read(delivery("", query: fields(action: "sync"))).type == "WPFusion:other")
  }

  @Test func `an action without a contact cannot be understood`() {
    #expect(throws: WebhookRefusal.malformed("there is no contact_id")) {
      try reader.read(delivery("", query: Array(fields().prefix(2))))
    }
  }
}
