import Diagnostics
public import JSON

/// From Lua's arguments to what is sent: checked and shaped by the table.
extension Operation {
  /// The fields as the service wants them, in the given order.
  ///
  /// Empty tables take the shape that is due (`[]` or `{}`), comma lists are joined, numbers for
  /// paging become text. Throws for the first fault.
  public func normalized(_ fields: JSONObject) throws(FieldError) -> JSONObject {
    var result = JSONObject()
    for member in fields {
      let (name, value) = (alias(of: member.key), member.value)
      guard let parameter = parameter(name) else { throw unknown(member.key) }
      guard result[name] == nil else {
        throw FieldError(
          member.key, "'\(member.key)' and '\(name)' mean the same; give one of them")
      }
      result[name] = try parameter.normalized(value)
    }
    for parameter in parameters where parameter.required && result[parameter.name] == nil {
      throw FieldError(
        parameter.name, "\(name) needs '\(parameter.name)'", hint: parameter.summary)
    }
    return result
  }

  /// The id for the path. Throws for what cannot be one; whether it exists is the service's matter.
  public func normalizedID(_ value: JSONValue?) throws(FieldError) -> String {
    let what = "\(name) needs the id of a \(resource.dropLast())"
    switch value {
    case .string(let text):
      guard !text.isEmpty, Self.isPlain(text.utf8Span.span) else {
        throw FieldError("id", what, hint: "ids look like 0IHuJvc2ofPAAA8GzTRi")
      }
      return text
    case .integer, .number:
      throw FieldError("id", "\(what), not a number", hint: "ids are strings: put it in quotes")
    default:
      throw FieldError(
        "id", "\(what), not \(value?.words ?? "nothing")",
        hint: "ids are strings, like 0IHuJvc2ofPAAA8GzTRi")
    }
  }

  /// Whether the bytes can stand in a path as they are.
  private static func isPlain(_ id: Span<UInt8>) -> Bool {
    for index in id.indices {
      switch id[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"): return false
      case 0x21...0x7E: continue
      default: return false
      }
    }
    return true
  }

  /// An older name of the same thing: the first document of the service had `includeDeleted`.
  private func alias(of name: String) -> String {
    self == .usersFilterByEmail && name == "includeDeleted" ? "deleted" : name
  }

  private func unknown(_ name: String) -> FieldError {
    if self == .usersUpdate, name == "email" {
      return FieldError(
        name, "the e-mail of a user cannot be changed",
        hint: "the service no longer does it, for security; create a new user, delete this one")
    }
    let known = parameters.map(\.name)
    let list = known.isEmpty ? "it takes none" : "it takes \(known.joined(separator: ", "))"
    return FieldError(
      name, "\(self.name) has no field '\(name)'",
      hint: Suggestion.hint(for: name, in: known) ?? list)
  }
}

extension Parameter {
  /// The value in the shape that is due.
  func normalized(_ value: JSONValue) throws(FieldError) -> JSONValue {
    switch (type, value) {
    case (.string, .string(let text)): return try checked(text)
    case (.boolean, .bool): return value
    case (.integer, .integer(let number)) where number >= 0: return .string(String(number))
    case (.integer, .number(let number)) where number >= 0 && number.rounded() == number:
      guard let whole = Int64(exactly: number) else { throw wrongType(value) }
      return .string(String(whole))
    case (.integer, .string(let text)) where Int(text).map({ $0 >= 0 }) == true: return value
    case (.commaList, .string): return value
    case (.commaList, _): return .string(try texts(value).joined(separator: ","))
    case (.stringList, _), (.scopes, _): return .strings(try texts(value))
    case (.permissions, _): return try map(value, of: "true or false") { $0.bool != nil }
    case (.stringMap, _): return try map(value, of: "a string") { $0.string != nil }
    default: throw wrongType(value)
    }
  }

  private func checked(_ text: String) throws(FieldError) -> JSONValue {
    guard !choices.isEmpty, !choices.contains(text) else { return .string(text) }
    throw FieldError(
      name, "'\(name)' cannot be '\(text)'",
      hint: Suggestion.hint(for: text, in: choices)
        ?? "it is one of \(choices.joined(separator: ", "))")
  }

  private func texts(_ value: JSONValue) throws(FieldError) -> [String] {
    if case .object(let object) = value, object.isEmpty { return [] }
    guard let elements = value.array else { throw wrongType(value) }
    guard let texts = value.strings else {
      let odd = elements.first { $0.string == nil } ?? .null
      throw FieldError(name, "'\(name)' holds \(odd.words)", hint: "its elements are strings")
    }
    return texts
  }

  private func map(
    _ value: JSONValue, of kind: String, _ isValid: (JSONValue) -> Bool
  ) throws(FieldError) -> JSONValue {
    if case .array(let elements) = value, elements.isEmpty { return [:] }
    guard let object = value.object else { throw wrongType(value) }
    guard let odd = object.first(where: { !isValid($0.value) }) else { return value }
    throw FieldError(
      name, "'\(name).\(odd.key)' must be \(kind), not \(odd.value.words)")
  }

  private func wrongType(_ value: JSONValue) -> FieldError {
    let isID = name.hasSuffix("Id") || name.hasSuffix("Ids") || name == "ids"
    var hint: String?
    switch value {
    case .null: hint = "leave it out to leave it as it is"
    case .integer, .number:
      hint = isID ? "ids are strings: put it in quotes" : "put it in quotes"
    case .string where type == .stringList || type == .scopes: hint = "put it in braces: { \"…\" }"
    default: break
    }
    if type == .integer || type == .boolean, !value.isNull { hint = nil }
    return FieldError(name, "'\(name)' must be \(type.words), not \(value.words)", hint: hint)
  }
}

extension Parameter.FieldType {
  /// The type in a sentence: `must be …`.
  public var words: String {
    switch self {
    case .string: "a string"
    case .integer: "a whole number from 0"
    case .boolean: "true or false"
    case .stringList, .scopes: "a list of strings"
    case .commaList: "a list of strings, or a string with commas"
    case .permissions: "a table of flags, each true or false"
    case .stringMap: "a table from string to string"
    }
  }
}

extension JSONValue {
  fileprivate var words: String {
    switch self {
    case .null: "null"
    case .array, .integer, .object: "an \(kind)"
    case .bool, .number, .string: "a \(kind)"
    }
  }
}
