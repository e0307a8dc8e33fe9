public import JSON

/// The service's own checks of a body.
extension UserRules {
  /// What the service says against a body, one text for each fault in the order of the table; empty
  /// when it takes the body. Unknown permission flags are taken.
  ///
  /// The texts are those of the service where known, else of the validator it uses.
  public static func validate(
    _ body: JSONObject, for operation: Operation, options: Options = Options()
  ) -> [String] {
    let unknown = body.keys.filter { !isKnown($0, in: operation) }
      .map { "property \($0) should not exist" }
    let faults = operation.parameters.flatMap { parameter -> [String] in
      guard let value = body[parameter.name], !value.isNull else {
        return parameter.required ? missing(parameter) : []
      }
      return check(parameter, value, options: options)
    }
    let email = operation == .usersUpdate && body["email"] != nil ? [ServiceMessage.emailFixed] : []
    return unknown + email + faults
  }

  private static func isKnown(_ name: String, in operation: Operation) -> Bool {
    operation.parameter(name) != nil || (operation == .usersUpdate && name == "email")
      || (operation == .usersFilterByEmail && name == "includeDeleted")
  }

  private static func missing(_ parameter: Parameter) -> [String] {
    parameter.type == .stringList
      ? ["\(parameter.name) must be an array"]
      : ["\(parameter.name) must be a string", "\(parameter.name) should not be empty"]
  }

  private static func check(
    _ parameter: Parameter, _ value: JSONValue, options: Options
  ) -> [String] {
    let name = parameter.name
    switch parameter.type {
    case .string: return checkText(parameter, value, options: options)
    case .integer:
      let digits = value.string ?? value.integer.map(String.init) ?? ""
      return Int(digits).map { $0 >= 0 } == true ? [] : ["\(name) must be a number string"]
    case .boolean:
      return value.bool != nil || value == "true" || value == "false"
        ? [] : ["\(name) must be a boolean value"]
    case .commaList:
      return value.string != nil || value.strings != nil ? [] : ["\(name) must be a string"]
    case .stringList:
      guard value.array != nil else { return ["\(name) must be an array"] }
      return value.strings != nil ? [] : ["each value in \(name) must be a string"]
    case .scopes: return checkScopes(name, value, options: options)
    case .permissions: return checkMap(name, value, of: "a boolean value") { $0.bool != nil }
    case .stringMap: return checkMap(name, value, of: "a string") { $0.string != nil }
    }
  }

  private static func checkText(
    _ parameter: Parameter, _ value: JSONValue, options: Options
  ) -> [String] {
    let name = parameter.name
    guard let text = value.string else { return ["\(name) must be a string"] }
    if parameter.required, text.isEmpty { return ["\(name) should not be empty"] }
    if !parameter.choices.isEmpty, !parameter.choices.contains(text) {
      let choices = parameter.choices.joined(separator: ", ")
      return ["\(name) must be one of the following values: \(choices)"]
    }
    switch name {
    case "email" where !isEmail(text): return ["email must be an email"]
    case "password" where options.strictPasswords || options.version == .v3:
      return passwordFaults(text)
    default: return []
    }
  }

  private static func checkScopes(
    _ name: String, _ value: JSONValue, options: Options
  ) -> [String] {
    guard value.array != nil else { return ["\(name) must be an array"] }
    let known = Scopes.set(of: options.version)
    let isValid = value.strings?.allSatisfy(known.contains) ?? false
    return isValid ? [] : ["each value in \(name) must be a valid enum value"]
  }

  private static func checkMap(
    _ name: String, _ value: JSONValue, of kind: String, _ isValid: (JSONValue) -> Bool
  ) -> [String] {
    guard let map = value.object else { return ["\(name) must be an object"] }
    return map.filter { !isValid($0.value) }.map { "\(name).\($0.key) must be \(kind)" }
  }

  /// A shape check only: one `@`, something before it and a dotted name behind it, no spaces.
  public static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else {
      return false
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
  }
}

/// Source: the description of `password` in HighLevel's OpenAPI document `users-v3`.
extension UserRules {
  /// What the strict rule has against a password; the texts never quote it.
  public static func passwordFaults(_ password: String) -> [String] {
    let scalars = password.unicodeScalars
    let rules: [(isMet: Bool, text: String)] = [
      (password.count >= 12, "password must be longer than or equal to 12 characters"),
      (scalars.contains { ("A"..."Z").contains($0) }, "password must contain an uppercase letter"),
      (scalars.contains { ("a"..."z").contains($0) }, "password must contain a lowercase letter"),
      (scalars.contains { ("0"..."9").contains($0) }, "password must contain a number"),
      (
        scalars.contains { $0.isASCII && !$0.properties.isAlphabetic && !("0"..."9").contains($0) },
        "password must contain a special character"
      ),
    ]
    return rules.filter { !$0.isMet }.map(\.text)
  }
}
