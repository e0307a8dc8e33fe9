import HighLevel
public import JSON

/// The fields of a user that requests write and that can be read back.
public enum UserFields {
  /// In the order of the documentation; neither the password (no record tells it) nor `companyId`
  /// (it addresses the request).
  public static let written: [String] = {
    var names: [String] = []
    for operation in [Operation.usersCreate, .usersUpdate] {
      for parameter in operation.parameters where !names.contains(parameter.name) {
        names.append(parameter.name)
      }
    }
    return names.filter { $0 != "password" && $0 != "companyId" }
  }()

  /// These fields of a record, in the terms in which they are written; null where not set.
  public static func values(of names: [String], in record: JSONObject) -> JSONObject {
    JSONObject(names.map { ($0, UserRules.writtenValue(of: $0, in: record) ?? .null) })
  }

  /// Whether a record still has such values.
  public static func differing(from expected: JSONObject, in record: JSONObject) -> [String] {
    expected.members.filter {
      !UserRules.sameValue(
        $0.key, $0.value.unlessNull, UserRules.writtenValue(of: $0.key, in: record))
    }.map(\.key)
  }

  /// What people call a user: the e-mail, else the name, else the id.
  public static func label(of record: JSONObject) -> String {
    let user = User(record)
    return [user.email, user.name].first { !$0.isEmpty } ?? user.id
  }
}
