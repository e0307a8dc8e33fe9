import Crypto
import FoundationEssentials
import HighLevel
import JSON
import Testing
import Webhooks

/// The moment of all these tests.
let noon = Timestamp("2026-01-05T12:00:00.000Z") ?? Timestamp(milliseconds: 0)

/// A delivery with these headers.
func delivery(
  _ body: String, _ headers: [(String, String)] = [], secret: String? = nil,
  query: [(String, String)] = [], at moment: Timestamp = noon
) -> Delivery {
  Delivery(
    headers: headers.map { (name: $0.0, value: $0.1) }, pathSecret: secret,
    query: query.map { (name: $0.0, value: $0.1) }, body: Array(body.utf8), received: moment)
}

/// Expects that a delivery is not believed, for a reason that holds these words.
func expectRefusal(
  _ words: String, of delivery: Delivery, by reader: any WebhookReader,
  sourceLocation: SourceLocation = #_sourceLocation
) async {
  do throws(WebhookRefusal) {
    let event = try await reader.read(delivery)
    Issue.record("it was taken as \(event.type)", sourceLocation: sourceLocation)
  } catch {
    guard case .untrusted(let reason) = error else {
      Issue.record("\(error)", sourceLocation: sourceLocation)
      return
    }
    #expect(reason.contains(words), sourceLocation: sourceLocation)
  }
}

func base64(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

/// As JOSE writes it.
func base64URL(_ bytes: some Sequence<UInt8>) -> String {
  base64(bytes).filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined()
}

/// The SPKI form of an Ed25519 key, as HighLevel prints its own.
func spki(_ key: Curve25519.Signing.PublicKey) -> String {
  base64(
    [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + key.rawRepresentation
  )
}
