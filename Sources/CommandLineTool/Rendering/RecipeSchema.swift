import Engine
import JSON

/// A recipe's arguments as a JSON Schema, for forms, editors and other programs.
enum RecipeSchema {
  /// The schema (draft 2020-12) of the object that `--input` takes.
  static func schema(of recipe: Recipe) -> JSONValue {
    var schema: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema"]
    if !recipe.name.isEmpty { schema["title"] = .string(recipe.name) }
    if !recipe.summary.isEmpty { schema["description"] = .string(recipe.summary) }
    guard recipe.isDeclared else {
      schema["type"] = "object"
      return .object(schema)
    }
    return .object(object(recipe.parameters, over: schema))
  }

  private static func object(
    _ parameters: [Engine.Parameter], over base: JSONObject = [:]
  ) -> JSONObject {
    var schema = base
    schema["type"] = "object"
    schema["properties"] = .object(
      JSONObject(parameters.map { ($0.name, .object(property($0))) }))
    schema["required"] = .strings(parameters.filter(\.isRequired).map(\.name))
    schema["additionalProperties"] = false
    return schema
  }

  private static func property(_ parameter: Engine.Parameter) -> JSONObject {
    var schema: JSONObject = [:]
    switch parameter.type {
    case .list:
      schema["type"] = "array"
      var items = scalar(parameter.elementType, choices: parameter.choices)
      let words = note(parameter.elementType)
      if !words.isEmpty { items["description"] = .string(words) }
      schema["items"] = .object(items)
    case .rows:
      schema["type"] = "array"
      schema["items"] = .object(object(parameter.columns))
    default: schema = scalar(parameter.type, choices: parameter.choices)
    }
    addBounds(of: parameter, to: &schema)
    if let value = parameter.defaultValue, !value.isNull { schema["default"] = value }
    let unique = parameter.unique ? "each value once" : ""
    let words = [parameter.help, note(parameter.type), unique].filter { !$0.isEmpty }
    if !words.isEmpty { schema["description"] = .string(words.joined(separator: "; ")) }
    return schema
  }

  private static func scalar(
    _ type: Engine.Parameter.ValueType, choices: [String]
  ) -> JSONObject {
    var schema: JSONObject = ["type": "string"]
    switch type {
    case .integer: schema["type"] = "integer"
    case .number: schema["type"] = "number"
    case .flag: schema["type"] = "boolean"
    case .date: schema["format"] = "date"
    case .email: schema["format"] = "email"
    case .duration: schema["pattern"] = "^([0-9]+[smhdw])+$"
    case .secret: schema["writeOnly"] = true
    case .string, .enum, .file, .list, .user, .location, .scope, .permission, .rows: break
    }
    if !choices.isEmpty { schema["enum"] = .strings(choices) }
    return schema
  }

  /// What a string stands for, where the type alone does not tell.
  private static func note(_ type: Engine.Parameter.ValueType) -> String {
    switch type {
    case .user: "a user's id, e-mail or full name"
    case .location: "a location's id or name"
    case .file: "the path of a file"
    case .duration: "a duration such as 90s, 5m or 1h30m"
    default: ""
    }
  }

  private static func addBounds(of parameter: Engine.Parameter, to schema: inout JSONObject) {
    let names: (String, String)? =
      switch parameter.type {
      case .integer, .number: ("minimum", "maximum")
      case .list, .rows: ("minItems", "maxItems")
      case .string, .secret: ("minLength", "maxLength")
      default: nil
      }
    guard let names else { return }
    schema[names.0] = parameter.minimum.map(number)
    schema[names.1] = parameter.maximum.map(number)
  }

  private static func number(_ value: Double) -> JSONValue {
    Int64(exactly: value).map { .integer($0) } ?? .number(value)
  }
}
