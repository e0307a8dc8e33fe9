import HighLevel
import JSON

/// An operation of the service as an n8n node of the type HTTP Request, version 4.2.
///
/// Pasted onto n8n's canvas it needs nothing but its credential: of the type Header Auth, with the
/// name `Authorization` and the value `Bearer …`. The token itself is never part of a node.
struct HTTPNode {
  let operation: HighLevel.Operation
  /// Without a slash at the end.
  var baseURL = "https://services.leadconnectorhq.com"
  var version = ServiceVersion.v2
  /// What the credential is called in n8n.
  var credential = "HighLevel"
  /// Fields of the body besides the required ones.
  var optionalFields: [String] = []

  /// What n8n takes from the clipboard.
  var clipboard: JSONObject { ["nodes": [.object(node)], "connections": [:]] }

  var node: JSONObject {
    [
      "name": .string("HighLevel \(operation.name)"), "type": "n8n-nodes-base.httpRequest",
      "typeVersion": 4.2, "position": [0, 0], "parameters": .object(parameters),
      // n8n finds the credential by its name; an id is only known inside of one installation.
      "credentials": ["httpHeaderAuth": ["name": .string(credential)]],
    ]
  }

  private var parameters: JSONObject {
    let isQuery = operation.method == .get || operation.method == .delete
    let query = isQuery ? operation.parameters : []
    let body = isQuery ? [] : operation.parameters.filter(isInBody)
    var result: JSONObject = [
      "method": .string(operation.method.rawValue), "url": .string(url),
      "authentication": "genericCredentialType", "genericAuthType": "httpHeaderAuth",
      "sendHeaders": true,
      "headerParameters": Self.list([
        ("Version", .string(version.rawValue)), ("Content-Type", "application/json"),
        ("Accept", "application/json"), ("User-Agent", "ghlua"),
      ]),
      "sendBody": .bool(!isQuery),
    ]
    if !isQuery { (result["contentType"], result["specifyBody"]) = ("json", "keypair") }
    result["bodyParameters"] = Self.list(body.map { ($0.name, Self.example(of: $0)) })
    result["options"] = [:]
    if !query.isEmpty {
      result["sendQuery"] = true
      result["queryParameters"] = Self.list(query.map { ($0.name, Self.example(of: $0)) })
    }
    return result
  }

  /// Everything required, and what was asked for: a field of an update that is sent is changed.
  private func isInBody(_ parameter: Parameter) -> Bool {
    parameter.required || optionalFields.contains(parameter.name)
  }

  /// An id comes from the item that reaches the node. The braces of the documentation, sent as they
  /// are, would be an unknown user.
  private var url: String {
    guard operation.takesID else { return baseURL + operation.path }
    let name = "\(operation.resource.dropLast())Id"
    return "=" + baseURL + operation.path.replacing("{id}", with: "{{ $json.\(name) }}")
  }

  private static func list(_ pairs: [(String, JSONValue)]) -> JSONValue {
    ["parameters": .array(pairs.map { ["name": .string($0.0), "value": $0.1] })]
  }
}

/// What to begin with.
extension HTTPNode {
  /// A value that the service would take. n8n sends fields as text unless they are expressions, so
  /// everything but text is one.
  private static func example(of parameter: Parameter) -> JSONValue {
    let value = examples[parameter.name] ?? parameter.choices.first.map { .string($0) } ?? ""
    switch parameter.type {
    case .string, .integer, .commaList: return value
    case .boolean, .stringList, .scopes, .permissions, .stringMap:
      return .string("={{ \(value.text()) }}")
    }
  }

  /// The values in HighLevel's own examples.
  private static let examples: [String: JSONValue] = [
    "companyId": "ve9EPM428h8vShlRW1KT", "locationId": "C2QujeCh8ZnC7al2InWR", "query": "John",
    "ids": "0IHuJvc2ofPAAA8GzTRi", "skip": "0", "limit": "10", "sort": "dateAdded",
    "sortDirection": "asc", "type": "account", "role": "admin", "enabled2waySync": false,
    "firstName": "John", "lastName": "Deo", "email": "john@deo.com",
    "emails": "john@deo.com,jane@deo.com", "password": "*******", "phone": "+18832327657",
    "locationIds": ["C2QujeCh8ZnC7al2InWR"], "scopes": ["contacts.write", "campaigns.readonly"],
    "scopesAssignedToOnly": [], "permissions": ["contactsEnabled": true],
    "profilePhoto": "https://img.png", "twilioPhone": ["C2QujeCh8ZnC7al2InWR": "+18832327657"],
    "platformLanguage": "en_US", "deleted": false, "projection": "all", "order": "asc",
  ]
}
