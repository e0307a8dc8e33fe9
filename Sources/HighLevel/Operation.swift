/// One operation of the service, as a row of the table that drives everything else: requests, the
/// stand-in's checks, the gate's capability names, Lua's bindings and their documentation.
public struct Operation: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable { case read, create, update, delete }
  public enum Method: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// `users`, `locations` or `contacts`.
  public var resource: String { row.resource }
  /// The name in Lua below `ghl.<resource>`: `search`, `get`, `filter_by_email`, …
  public var verb: String { row.verb }
  public var kind: Kind { row.kind }
  public var method: Method { row.method }
  /// The path below the base URL; `{id}` stands for the path parameter.
  public var path: String { row.path }
  /// What may be sent besides the id, in the order of the documentation.
  public var parameters: [Parameter] { row.parameters }
  /// Statuses that mean success; the first is what the stand-in answers.
  public var success: [Int] { row.success }
  /// The OAuth scope a token needs.
  public var scope: String { row.scope }
  /// One line for people.
  public var summary: String { row.summary }
  /// Why not to use it and what to use instead; nil for operations in good standing.
  public var deprecation: String? { row.deprecation }

  // What follows from the above; made once, because every call asks for it.

  /// `users.search`: the name of the whole.
  public var name: String { row.name }
  /// The capability a recipe must declare: `users.read`, `users.update`, …
  public var capability: String { row.capability }
  /// Whether the path carries an id.
  public var takesID: Bool { row.takesID }

  init(
    resource: String, verb: String, kind: Kind, method: Method, path: String,
    parameters: [Parameter], success: [Int], scope: String, summary: String, deprecation: String?
  ) {
    row = Row(
      resource: resource, verb: verb, kind: kind, method: method, path: path,
      parameters: parameters, success: success, scope: scope, summary: summary,
      deprecation: deprecation)
  }

  public static func == (left: Operation, right: Operation) -> Bool {
    left.row === right.row || left.name == right.name
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// Shared by all copies: every request carries its operation through many hands.
  private let row: Row

  private final class Row: Sendable {
    let resource: String
    let verb: String
    let kind: Kind
    let method: Method
    let path: String
    let parameters: [Parameter]
    let success: [Int]
    let scope: String
    let summary: String
    let deprecation: String?
    let name: String
    let capability: String
    let takesID: Bool

    init(
      resource: String, verb: String, kind: Kind, method: Method, path: String,
      parameters: [Parameter], success: [Int], scope: String, summary: String,
      deprecation: String?
    ) {
      self.resource = resource
      self.verb = verb
      self.kind = kind
      self.method = method
      self.path = path
      self.parameters = parameters
      self.success = success
      self.scope = scope
      self.summary = summary
      self.deprecation = deprecation
      name = "\(resource).\(verb)"
      capability = "\(resource).\(kind.rawValue)"
      takesID = path.hasSuffix("{id}")  // nowhere else does one stand
    }
  }
}

/// One query parameter or body field of an operation.
public struct Parameter: Sendable, Hashable {
  public enum FieldType: Sendable, Hashable {
    case string
    /// A whole number from 0; the service wants it as a string (`"25"`).
    case integer
    case boolean
    case stringList
    /// A list that travels as one comma-separated string.
    case commaList
    /// A list of OAuth scopes (`Scopes`), `[]` switches all off.
    case scopes
    /// The map of permission flags to booleans (`Permissions`).
    case permissions
    /// A map from string to string.
    case stringMap
  }

  public let name: String
  public let type: FieldType
  public let required: Bool
  /// The only values taken; empty when any are.
  public let choices: [String]
  /// One line for people.
  public let summary: String
}
