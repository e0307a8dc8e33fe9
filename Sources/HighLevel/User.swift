public import JSON

/// A user record as the service gives it, seen through names; unknown fields are kept in `fields`.
public struct User: Sendable, Hashable {
  /// What the service takes for `type`.
  public static let types = ["account", "agency"]
  /// What the service takes for `role`.
  public static let roles = ["admin", "user", "agency_admin"]

  /// The whole record.
  public var fields: JSONObject

  public init(_ fields: JSONObject) { self.fields = fields }

  /// The record in the answer of an operation on one user, wrapped in `user` or bare.
  public init?(answer: JSONValue) {
    guard let fields = Operation.usersGet.record(in: answer).object else { return nil }
    self.init(fields)
  }

  public var id: String { fields.text("id") }
  public var email: String { fields.text("email") }
  public var name: String { fields.text("name") }
  public var firstName: String { fields.text("firstName") }
  public var lastName: String { fields.text("lastName") }
  /// Nil where the service has none: it leaves the field out.
  public var phone: String? { fields["phone"]?.string }
  /// `account` (sub-account) or `agency`.
  public var type: String { roles.text("type") }
  /// `admin`, `user` or `agency_admin`.
  public var role: String { roles.text("role") }
  /// Read below `roles`, although it is written at the top level.
  public var locationIds: [String] { roles["locationIds"]?.strings ?? [] }
  public var permissions: JSONObject { fields["permissions"]?.object ?? [:] }
  public var scopes: [String] { fields["scopes"]?.strings ?? [] }
  public var isDeleted: Bool { fields["deleted"]?.bool ?? false }
  /// Whether the role administrates anything, a sub-account or the agency.
  public var isAdmin: Bool { role == "admin" || role == "agency_admin" }
  /// Whether this user administrates the agency itself.
  public var isAgencyAdmin: Bool { isAdmin && (type == "agency" || role == "agency_admin") }

  private var roles: JSONObject { fields["roles"]?.object ?? [:] }
}

extension JSONObject {
  /// The string of that name, empty where there is none.
  func text(_ key: String) -> String { self[key]?.string ?? "" }
}
