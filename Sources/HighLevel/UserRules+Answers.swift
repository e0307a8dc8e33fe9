public import JSON

/// What the service answers about a user, besides the record itself.
extension UserRules {
  /// The record as the list of a location shows it: without `permissions`.
  public static func listed(_ record: JSONObject) -> JSONObject {
    var result = record
    result["permissions"] = nil
    return result
  }

  /// The fields of a new record that only the service knows until it has created the user; those
  /// that the body leaves to its defaults are among them.
  public static func serverFilled(creating body: JSONObject) -> [String] {
    let defaults = ["scopes", "permissions"].filter { body[$0] == nil }
    return ["id", "dateAdded", "dateUpdated"] + defaults
  }

  /// The answer to a delete: `succeded` in v2, `succeeded` in v3.
  public static func deleteAnswer(for record: JSONObject, version: ServiceVersion) -> JSONObject {
    let user = User(record)
    return [
      version == .v3 ? "succeeded" : "succeded": true,
      "message": .string(
        "Queued deleting user with e-mail \(user.email) and name \(user.name). "
          + "Will take effect in a few minutes."),
    ]
  }
}
