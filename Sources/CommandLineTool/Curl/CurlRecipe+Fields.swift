import Engine
import HighLevel
import JSON

/// Fields of a body.
extension CurlRecipe {
  /// Declares the parameter of a field: what the body has for it, and what the test sees change.
  mutating func field(
    _ name: String, _ value: JSONValue
  ) -> (code: String, change: String?) {
    switch name {
    case "locationIds":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "list", name: "locations", help: "Where: ids or names, ; between several",
          options: ["of = \"location\"", "sep = \";\""],
          sample: call.operation == .usersCreate ? ["Lisbon"] : ["Berlin", "Paris"],
          example: Self.joined(value) ?? "Lisbon"))
      return (
        "require(\"tablex\").map(args.locations, function(place) return place.id end)",
        "locationIds = { { \"lis\" }, { \"ber\", \"par\" } }"
      )
    case "scopes", "scopesAssignedToOnly":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "list", name: name, help: summary(of: name) + ", ; between several",
          options: ["of = \"scope\"", "sep = \";\""]
            + (value.strings.map(defaults) ?? ["optional = true"]),
          sample: ["contacts.write"]))
      return ("args.\(name)", "\(name) = { {}, { \"contacts.write\" } }")
    case "password":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "secret", name: name,
          help: call.operation == .usersCreate
            ? "First password; random without it"
            : "The new one; env:NAME or file:PATH keeps it out of the command line",
          options: call.operation == .usersCreate ? ["optional = true"] : [],
          sample: call.operation == .usersCreate ? nil : "Fresh-Start-2026",
          example: call.operation == .usersCreate ? nil : "env:NEW_PASSWORD"))
      return ("args.password", nil)
    default:
      var parameter = scalar(name, value)
      let (before, after) = Self.samples[name] ?? (.null, "test")
      parameter.sample = after
      let isKey = ["email", "firstName", "lastName"].contains(name)
      if call.operation == .usersCreate, !isKey, parameter.options.isEmpty {
        parameter.options = ["optional = true"]
      }
      let isDefault = parameter.options.contains { $0.hasPrefix("default") }
      let isNeeded = isKey || call.operation == .usersUpdate
      parameter.example = isDefault ? nil : Self.real(value) ?? (isNeeded ? after.string : nil)
      draft.parameters.append(parameter)
      return ("args.\(name)", "\(name) = { \(LuaText.value(before)), \(LuaText.value(after)) }")
    }
  }

  /// What Bob of the fixture has, and what the test gives him.
  static let samples: [String: (JSONValue, JSONValue)] = [
    "firstName": ("Bob", "Dee"), "lastName": ("Stone", "Dale"),
    "phone": ("+351211111111", "+49301234567"), "role": ("user", "admin"),
    "type": ("account", "account"), "profilePhoto": (.null, "https://acme.test/dee.png"),
    "platformLanguage": (.null, "de"), "email": (.null, "dee@acme.test"),
  ]

  /// The text of a value that is no placeholder.
  static func real(_ value: JSONValue) -> String? {
    value.string.flatMap { CurlValue.isPlaceholder($0) ? nil : $0 }
  }

  static func joined(_ value: JSONValue) -> String? {
    let real = (value.strings ?? []).filter { !CurlValue.isPlaceholder($0) }
    return real.isEmpty ? nil : real.joined(separator: ";")
  }

  /// A parameter for a single value. One of a person alone is no default for others.
  func scalar(_ name: String, _ value: JSONValue) -> RecipeDraft.Parameter {
    let choices = call.operation.parameter(name)?.choices ?? []
    var parameter = RecipeDraft.Parameter(
      type: name == "email" ? "email" : choices.isEmpty ? "string" : "enum", name: name,
      help: summary(of: name))
    if !choices.isEmpty {
      parameter.options.append("choices = \(LuaText.value(.strings(choices)))")
    }
    let isPersonal = ["email", "firstName", "lastName", "phone", "profilePhoto"].contains(name)
    if let text = Self.real(value), !isPersonal,
      choices.isEmpty || choices.contains(text)
    {
      parameter.options.append("default = \(LuaText.quoted(text))")
    }
    return parameter
  }

  func summary(of field: String) -> String {
    call.operation.parameter(field)?.summary ?? field
  }

  func defaults(_ values: [String]) -> [String] {
    let real = values.filter { !CurlValue.isPlaceholder($0) }
    return real.isEmpty && !values.isEmpty ? [] : ["default = \(LuaText.value(.strings(real)))"]
  }
}
