import JSON

extension JSONValue {
  /// The value, or nil for JSON's null. (In an expression, a bare `nil` may mean JSON's null.)
  var unlessNull: JSONValue? {
    if isNull { return nil }
    return self
  }

  /// The same value with each string (no member names) replaced where `change` gives another value.
  func mappingStrings(_ change: (String) -> JSONValue?) -> JSONValue {
    switch self {
    case .string(let text): change(text) ?? self
    case .array(let items): .array(items.map { $0.mappingStrings(change) })
    case .object(let object):
      .object(
        JSONObject(
          uniqueMembers: object.members.map {
            JSONObject.Member(key: $0.key, value: $0.value.mappingStrings(change))
          }))
    case .null, .bool, .integer, .number: self
    }
  }
}
