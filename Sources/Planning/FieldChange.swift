import HighLevel
public import JSON

/// One line of a diff: what a field of a user is and what it will be.
public struct FieldChange: Sendable, Hashable {
  /// A JSON pointer in the terms in which fields are written: `/locationIds`, and one level into
  /// maps: `/permissions/contactsEnabled`.
  public var path: String
  /// Nil when the field was not set. A password shows neither.
  public var before: JSONValue?
  /// Nil when the field goes away; `(set)` for a password.
  public var after: JSONValue?

  public init(path: String, before: JSONValue?, after: JSONValue?) {
    self.path = path
    self.before = before
    self.after = after
  }
}

extension FieldChange {
  /// What a request changes in a user, in the order of the documentation; a `before` of nil stands
  /// for a user that is to be created, of which only what was asked for is shown.
  static func all(
    from before: JSONObject?, to after: JSONObject, by request: JSONObject
  ) -> [FieldChange] {
    let fields = UserFields.written.flatMap { name -> [FieldChange] in
      guard let given = request[name] else { return [] }
      let new = UserRules.writtenValue(of: name, in: after)
      guard let before else { return created(name, new, asked: given) }
      return updated(name, UserRules.writtenValue(of: name, in: before), new)
    }
    return request["password"] == nil
      ? fields : fields + [FieldChange(path: "/password", before: nil, after: "(set)")]
  }

  private static func created(
    _ name: String, _ new: JSONValue?, asked: JSONValue
  ) -> [FieldChange] {
    guard let map = new?.object, let asked = asked.object else {
      return [FieldChange(path: pointer(name), before: nil, after: new)]
    }
    return asked.keys.sorted().compactMap { key in
      map[key].map { FieldChange(path: pointer(name, key), before: nil, after: $0) }
    }
  }

  private static func updated(
    _ name: String, _ old: JSONValue?, _ new: JSONValue?
  ) -> [FieldChange] {
    guard !UserRules.sameValue(name, old, new) else { return [] }
    guard old?.object != nil || new?.object != nil else {
      return [FieldChange(path: pointer(name), before: old, after: new)]
    }
    let (before, after) = (old?.object ?? [:], new?.object ?? [:])
    let gone = before.members.filter { after[$0.key] == nil }
    let changes = (after.members + gone).compactMap { member -> FieldChange? in
      let (old, new) = (before[member.key], after[member.key])
      guard (old ?? "") != (new ?? "") else { return nil }
      return FieldChange(path: pointer(name, member.key), before: old, after: new)
    }
    return changes.sorted { $0.path < $1.path }
  }

  private static func pointer(_ names: String...) -> String {
    names.map { "/" + JSONPointer.escape($0) }.joined()
  }

  /// What the same place holds in a record; nil when nothing.
  func value(in record: JSONObject) -> JSONValue? {
    guard let names = JSONPointer.names(in: path), let field = names.first else { return nil }
    let value = UserRules.writtenValue(of: field, in: record)
    return names.count == 1 ? value : value?[names[1]]
  }

  /// Whether a record holds what was foretold; always so for a password, which no record tells.
  func isFulfilled(in record: JSONObject) -> Bool {
    guard let names = JSONPointer.names(in: path), let field = names.first, field != "password"
    else { return true }
    let found = value(in: record)
    guard names.count > 1 else { return UserRules.sameValue(field, after, found) }
    // One member of a map means the same if maps of it alone do.
    return UserRules.sameValue(
      field, Self.map(names[1], after), Self.map(names[1], found))
  }

  private static func map(_ key: String, _ value: JSONValue?) -> JSONValue {
    .object(value.map { [key: $0] } ?? [:])
  }
}
