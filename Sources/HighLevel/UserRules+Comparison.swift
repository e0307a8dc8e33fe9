public import JSON

/// Whether a write changes anything.
extension UserRules {
  /// A field of a body whose value would differ after the write.
  public struct Change: Sendable, Hashable {
    /// The field's name in the body: `locationIds`, not `roles.locationIds`.
    public var field: String
    /// What the record says now; nil where it says nothing, as for a password.
    public var before: JSONValue?
    public var after: JSONValue?
  }

  /// What a record says now for a field of a body: `locationIds` is read at `roles.locationIds`,
  /// and so on; nil where it says nothing (never a password).
  public static func writtenValue(of field: String, in record: JSONObject) -> JSONValue? {
    switch field {
    case "locationIds", "type", "role": record["roles"]?[field]
    case "twilioPhone": record["lcPhone"]
    case "password", "companyId": nil
    default: record[field]
    }
  }

  /// Whether two values of a field mean the same to the service.
  ///
  /// Lists of locations and scopes are sets; an absent value means an empty list, map or text.
  public static func sameValue(_ field: String, _ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch field {
    case "locationIds", "scopes", "scopesAssignedToOnly":
      return left == right || elements(left) == elements(right)
    case "twilioPhone":
      return numbers(left) == numbers(right)
    case "permissions":
      return (left ?? [:]) == (right ?? [:])
    default:
      return (left ?? "") == (right ?? "")
    }
  }

  /// The fields of an update's body that would change the record, in the body's order.
  ///
  /// A password always counts, because no record tells it; its values are left out. A `companyId`
  /// never counts: it addresses the request.
  public static func changes(
    by body: JSONObject, in record: JSONObject, options: Options = Options()
  ) -> [Change] {
    let after = updated(record, by: body, now: Timestamp(milliseconds: 0), options: options)
    return body.compactMap { member in
      let field = member.key
      if field == "password" { return Change(field: field, before: nil, after: nil) }
      let (old, new) = (writtenValue(of: field, in: record), writtenValue(of: field, in: after))
      return sameValue(field, old, new) ? nil : Change(field: field, before: old, after: new)
    }
  }

  private static func elements(_ value: JSONValue?) -> Set<JSONValue> { Set(value?.array ?? []) }
}
