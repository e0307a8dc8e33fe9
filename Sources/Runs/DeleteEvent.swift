public import HighLevel
public import JSON
public import Planning

/// `user.delete.complete`: a user that was deleted is gone.
///
/// Source of the shape: FusionAuth's event of that name, example JSON in its documentation.
public enum DeleteEvent {
  /// - Parameters:
  ///   - run: With the operation's number it makes the event's id, so that a repeated event has
  ///     the same one.
  ///   - version: Of this program.
  public static func json(
    _ operation: PlannedOperation, run: RunRecord, at moment: Timestamp, version: String
  ) -> JSONValue {
    [
      "event": [
        "createInstant": .integer(moment.milliseconds),
        "id": .string(uuid(of: "\(run.id)/\(operation.number)")),
        "info": [
          "data": [
            "plan": .string(run.plan), "recipe": .string(run.recipe), "run": .string(run.id),
          ],
          "userAgent": .string("ghlua/\(version)"),
        ],
        "tenantId": .string(run.company),
        "type": "user.delete.complete",
        "user": user(operation, tenant: run.company),
      ]
    ]
  }

  /// The user as the plan saw it last.
  private static func user(_ operation: PlannedOperation, tenant: String) -> JSONValue {
    var fields: JSONObject = [:]
    if case .fields(let known) = operation.precondition { fields = known }
    func text(_ name: String) -> JSONValue? {
      fields[name]?.string.flatMap { $0.isEmpty ? nil : .string($0) }
    }
    let locations = fields["locationIds"]?.strings ?? []
    var user: JSONObject = ["active": true]
    user["email"] = text("email") ?? .string(operation.label)
    user["firstName"] = text("firstName")
    user["id"] = .string(operation.id)
    user["lastName"] = text("lastName")
    user["mobilePhone"] = text("phone")
    // A sub-account is what an application is there: the user has a role in it.
    user["registrations"] = .array(
      locations.map { ["applicationId": .string($0), "roles": .strings([fields.text("role")])] })
    user["tenantId"] = .string(tenant)
    return .object(user)
  }

  /// A UUID (version 8, RFC 9562) that follows from a text.
  private static func uuid(of text: String) -> String {
    var digits = Array(Fingerprint.of(text: text).dropFirst("sha256:".count).prefix(32))
    digits[12] = "8"
    digits[16] = "8"
    for place in [20, 16, 12, 8] { digits.insert("-", at: place) }
    return String(digits)
  }
}

extension JSONObject {
  fileprivate func text(_ key: String) -> String { self[key]?.string ?? "" }
}
