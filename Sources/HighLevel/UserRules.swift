public import JSON

/// What a request's body does to a user record: the one place that knows.
///
/// Sources: HighLevel's OpenAPI document `users-v2`, and differences between what is sent and what
/// is read back, measured.
public enum UserRules {
  /// What is not known of the service, as switches.
  public struct Options: Sendable, Hashable {
    /// What becomes of the flags that a partial `permissions` map leaves out.
    public enum PartialPermissions: String, Sendable, Hashable {
      /// They go back to the service's initial values; the default, as the harsher reading.
      case reset
      /// They stay as they are.
      case merge
    }

    public var partialPermissions: PartialPermissions
    /// Whether passwords need 12 characters of four kinds under v2 as well (v3 says so).
    public var strictPasswords: Bool
    /// Decides which scopes are known, and the rule for passwords.
    public var version: ServiceVersion
    /// The scopes of a user created without `scopes`.
    public var initialScopes: [String]

    public init(
      partialPermissions: PartialPermissions = .reset, strictPasswords: Bool = false,
      version: ServiceVersion = .v2, initialScopes: [String] = UserRules.everydayScopes
    ) {
      self.partialPermissions = partialPermissions
      self.strictPasswords = strictPasswords
      self.version = version
      self.initialScopes = initialScopes
    }
  }

  /// A short list of what somebody in a sub-account works with every day.
  public static let everydayScopes = [
    "calendars.readonly", "calendars/events.write", "contacts.write", "conversations.readonly",
    "conversations.write", "conversations/message.readonly", "conversations/message.write",
    "dashboard/stats.readonly", "locations/tags.readonly", "opportunities.write",
  ]

  /// The record that creating a user with this body makes. The password is in no record.
  public static func created(
    from body: JSONObject, id: String, now: Timestamp, options: Options = Options()
  ) -> JSONObject {
    let moment = JSONValue.string(now.description)
    var record: JSONObject = [
      "id": .string(id), "name": "", "firstName": "", "lastName": "",
      "email": body["email"] ?? "", "permissions": [:],
      "scopes": .strings(options.initialScopes), "scopesAssignedToOnly": [],
      "roles": ["type": "account", "role": "user", "locationIds": []], "deleted": false,
      "lcPhone": [:], "totpEnabled": false, "dateAdded": moment, "dateUpdated": moment,
    ]
    record["permissions"] = .object(Permissions.initialValues)
    write(body, into: &record, options: options)
    return record
  }

  /// The record after an update with this body.
  ///
  /// An `email` in the body is ignored: the service does not change it.
  public static func updated(
    _ record: JSONObject, by body: JSONObject, now: Timestamp, options: Options = Options()
  ) -> JSONObject {
    var result = record
    write(body, into: &result, options: options)
    result["dateUpdated"] = .string(now.description)
    return result
  }

  /// The form of an e-mail that two addresses of one mailbox share: no case, no space around.
  public static func emailKey(_ email: String) -> String {
    if isEmailKey(email.utf8Span.span) { return email }
    var text = Substring(email.lowercased())
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// Most addresses are written that way already: no capitals, no spaces, nothing beyond ASCII.
  private static func isEmailKey(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      switch bytes[index] {
      case 0x21...0x40, 0x5B...0x7E: continue
      default: return false
      }
    }
    return true
  }

  private static func write(
    _ body: JSONObject, into record: inout JSONObject, options: Options
  ) {
    // The service's validator passes over a null in an optional field; it changes nothing.
    for member in body where !member.value.isNull {
      switch member.key {
      case "companyId", "password", "email": continue
      case "locationIds", "type", "role":
        var roles = record["roles"]?.object ?? [:]
        roles[member.key] = member.value
        record["roles"] = .object(roles)
      case "permissions":
        record["permissions"] = .object(
          permissions(member.value.object ?? [:], over: record, options: options))
      case "twilioPhone": record["lcPhone"] = .object(numbers(member.value))
      case "phone", "extension", "profilePhoto":
        record[member.key] = member.value == "" ? Optional.none : member.value
      default: record[member.key] = member.value
      }
    }
    let names = [record.text("firstName"), record.text("lastName")].filter { !$0.isEmpty }
    record["name"] = .string(names.joined(separator: " "))
  }

  private static func permissions(
    _ given: JSONObject, over record: JSONObject, options: Options
  ) -> JSONObject {
    var result =
      switch options.partialPermissions {
      case .reset: Permissions.initialValues
      case .merge: record["permissions"]?.object ?? [:]
      }
    for member in given { result[member.key] = member.value }
    return result
  }

  /// The phone numbers that are set; an empty text clears one.
  static func numbers(_ value: JSONValue?) -> JSONObject {
    JSONObject(uniqueMembers: (value?.object ?? [:]).filter { $0.value != "" && !$0.value.isNull })
  }
}
