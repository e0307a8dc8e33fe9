public import JSON

/// A location (sub-account) as the service gives it; unknown fields are kept in `fields`.
public struct Location: Sendable, Hashable {
  /// The whole record.
  public var fields: JSONObject

  public init(_ fields: JSONObject) { self.fields = fields }

  /// The record in the answer of `locations.get`, wrapped in `location` or bare.
  public init?(answer: JSONValue) {
    guard let fields = Operation.locationsGet.record(in: answer).object else { return nil }
    self.init(fields)
  }

  public var id: String { fields.text("id") }
  public var name: String { fields.text("name") }
  /// The agency's id; empty in the answers of `locations.search`, which leave it out.
  public var companyId: String { fields.text("companyId") }
  public var email: String? { fields["email"]?.string }
  public var timezone: String? { fields["timezone"]?.string }
}

/// A contact of a location as the service gives it; unknown fields are kept in `fields`.
public struct Contact: Sendable, Hashable {
  /// The whole record.
  public var fields: JSONObject

  public init(_ fields: JSONObject) { self.fields = fields }

  /// The record in the answer of `contacts.get`, wrapped in `contact` or bare.
  public init?(answer: JSONValue) {
    guard let fields = Operation.contactsGet.record(in: answer).object else { return nil }
    self.init(fields)
  }

  public var id: String { fields.text("id") }
  public var name: String { fields.text("name") }
  public var email: String? { fields["email"]?.string }
  public var locationId: String { fields.text("locationId") }
  /// All tags, in the service's order.
  public var tags: [String] { fields["tags"]?.strings ?? [] }
}
