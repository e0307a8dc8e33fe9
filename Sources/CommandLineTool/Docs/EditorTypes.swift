import Engine
import HighLevel
import Stdlib

/// The declarations by which an editor's Lua language server completes and checks recipes
/// (`ghl.d.lua`), from the same tables as everything else.
enum EditorTypes {
  /// The whole file.
  static var text: String {
    let language = Stdlib.source(of: .template("language.d.lua"))?.source ?? ""
    let parts =
      [records, literals, resources] + Operations.all.map(operation) + [language.withoutHead]
    return "---@meta\n-- Made by `ghlua init`; changes are lost.\n\n"
      + parts.joined(separator: "\n")
  }

  /// What the service answers with.
  private static let records = """
    ---@class ghl.Roles
    ---@field type "account"|"agency"
    ---@field role "admin"|"user"|"agency_admin"
    ---@field locationIds string[]

    ---@class ghl.User
    ---@field id string
    ---@field name string
    ---@field firstName string
    ---@field lastName string
    ---@field email string
    ---@field phone? string
    ---@field extension? string
    ---@field roles ghl.Roles
    ---@field permissions ghl.Permissions
    ---@field scopes ghl.Scope[]
    ---@field scopesAssignedToOnly? ghl.Scope[]
    ---@field lcPhone? table<string, string> numbers by location id
    ---@field deleted? boolean

    ---@class ghl.Location
    ---@field id string
    ---@field name string
    ---@field companyId string
    ---@field timezone? string

    ---@class ghl.Contact
    ---@field id string
    ---@field email? string
    ---@field tags string[]
    ---@field locationId string

    ---@class ghl.Error what a refused call raises; `tostring` makes a sentence of it
    ---@field kind string
    ---@field status integer
    ---@field code? string
    ---@field message string
    ---@field traceId? string

    """

  /// Flags, scopes and capabilities, each as a choice.
  private static var literals: String {
    let flags = Permissions.known.map { "---@field \($0.flag)? boolean \($0.label)\n" }.joined()
    return "---@class ghl.Permissions\n\(flags)\n"
      + alias("ghl.Scope", Scopes.v3) + "\n"
      + alias("ghl.Capability", Operations.capabilities + ["string"])
  }

  private static func alias(_ name: String, _ choices: [String]) -> String {
    "---@alias \(name)\n"
      + choices.map { $0 == "string" ? "---| string\n" : "---| \"\($0)\"\n" }.joined()
  }

  private static var resources: String {
    var seen: Set<String> = []
    let names = Operations.all.map(\.resource).filter { seen.insert($0).inserted }
    return "ghl = {}\n" + names.map { "ghl.\($0) = {}\n" }.joined()
  }

  private static func operation(_ operation: HighLevel.Operation) -> String {
    var text = ""
    let fields = operation.parameters
    if !fields.isEmpty {
      text += "---@class \(operation.fieldsClass)\n"
      for field in fields {
        text += "---@field \(field.name)\(field.required ? "" : "?") \(type(field)) "
        text += "\(field.summary)\n"
      }
      text += "\n"
    }
    text += "---\(operation.summary).\n---\n"
    text += "---\(operation.method.rawValue) \(operation.path); needs \(operation.capability).\n"
    if let deprecation = operation.deprecation { text += "---@deprecated \(deprecation)\n" }
    if operation.takesID { text += "---@param id string\n" }
    if !fields.isEmpty {
      text += "---@param fields\(fields.contains(where: \.required) ? "" : "?") "
      text += "\(operation.fieldsClass)\n"
    }
    text += "---@return \(answer(of: operation))\n"
    let names = (operation.takesID ? ["id"] : []) + (fields.isEmpty ? [] : ["fields"])
    return text + "function ghl.\(operation.name)(\(names.joined(separator: ", "))) end\n"
  }

  private static func type(_ field: HighLevel.Parameter) -> String {
    if !field.choices.isEmpty { return field.choices.map { "\"\($0)\"" }.joined(separator: "|") }
    return switch field.type {
    case .string: "string"
    case .integer: "integer|string"
    case .boolean: "boolean"
    case .stringList: "string[]"
    case .commaList: "string[]|string"
    case .scopes: "ghl.Scope[]"
    case .permissions: "ghl.Permissions"
    case .stringMap: "table<string, string>"
    }
  }

  private static func answer(of operation: HighLevel.Operation) -> String {
    let record = "ghl.\(operation.resource.dropLast().capitalized)"
    return switch operation.verb {
    case "search", "filter_by_email": "{ \(operation.resource): \(record)[], count: integer }"
    case "by_location": "{ users: \(record)[] }"
    case "delete": "{ succeded: boolean, message: string }"
    default: record
    }
  }
}

extension HighLevel.Operation {
  /// `users.filter_by_email`: `ghl.UsersFilterByEmail`.
  fileprivate var fieldsClass: String {
    let words = name.split { $0 == "." || $0 == "_" }
    return "ghl." + words.map(\.capitalized).joined()
  }
}

extension StringProtocol {
  /// With its first letter in upper case.
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension String {
  /// Without the lines before the first empty one.
  fileprivate var withoutHead: String {
    guard let end = firstRange(of: "\n\n") else { return self }
    return String(self[end.upperBound...])
  }
}
