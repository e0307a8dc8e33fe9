import HighLevel
import JSON

/// Calls as CRMs make them to WP Fusion: `wpf_action`, `access_key`, `contact_id`, in the query, a
/// form or a JSON object. A shared key and no signature: recipes read the contact again.
public struct WPFusionReader: WebhookReader {
  private static let longest = 200

  private let accessKey: KnownSecret

  public init(accessKey: KnownSecret) { self.accessKey = accessKey }

  public func read(_ delivery: Delivery) throws(WebhookRefusal) -> WebhookEvent {
    let fields = try fields(of: delivery)
    guard let key = try one("access_key", in: fields) else {
      throw .untrusted("there is no access_key")
    }
    guard accessKey.matches(key) else { throw .untrusted("the access_key is wrong") }
    guard let action = try one("wpf_action", in: fields) else {
      throw .malformed("there is no wpf_action")
    }
    guard ["add", "update", "update_tags"].contains(action) else {
      return WebhookEvent(
        id: nil, type: "WPFusion:other", payload: ["wpf_action": .string(action)])
    }
    guard let contact = try one("contact_id", in: fields) else {
      throw .malformed("there is no contact_id")
    }
    return WebhookEvent(
      id: nil, type: "WPFusion:contact",
      payload: ["wpf_action": .string(action), "contact_id": .string(contact)])
  }

  private func fields(
    of delivery: Delivery
  ) throws(WebhookRefusal) -> [(name: String, value: String)] {
    if delivery.body.isEmpty { return delivery.query }
    if delivery.body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      let members = try delivery.object().members
      return delivery.query
        + members.compactMap { member in
          switch member.value {
          case .string(let text): (member.key, text)
          case .integer(let number): (member.key, String(number))
          default: nil
          }
        }
    }
    return delivery.query + PercentEncoding.fields(String(decoding: delivery.body, as: UTF8.self))
  }

  /// The value of a field, which must not come twice.
  private func one(
    _ name: String, in fields: [(name: String, value: String)]
  ) throws(WebhookRefusal) -> String? {
    let values = fields.filter { $0.name == name }.map(\.value)
    guard values.count < 2 else { throw .untrusted("the field \(name) comes more than once") }
    guard let value = values.first, !value.isEmpty else { return nil }
    guard value.utf8.count <= Self.longest else { throw .malformed("\(name) is too long") }
    return value
  }
}
