import Diagnostics
import HighLevel
import JSON

/// What a cURL line asks of the service: the operation, the id and the fields.
struct CurlCall {
  let operation: HighLevel.Operation
  /// The id in the path; nil where the path has none, or a placeholder such as `{userId}`.
  private(set) var id: String?
  private(set) var fields: JSONObject
  /// What people should know about the way from the line to the recipe.
  private(set) var notes: [String] = []

  init(_ line: CurlLine) throws(Problem) {
    let (host, path, query) = Self.parts(of: line.url)
    let found = try Self.operation(line.method, path)
    id = found.id.flatMap { CurlValue.isPlaceholder($0) ? nil : $0 }
    fields = try Self.fields(query: query, body: line.body)
    if found.operation == .usersByLocation {
      operation = .usersSearch
      notes.append("GET /users/ is deprecated; the recipe searches the users of the location")
    } else {
      operation = found.operation
    }
    if line.hadSecret {
      notes.append("the token in the line is not in the recipe; runs take it from GHLUA_TOKEN")
    }
    if let host, !Self.knownHosts.contains(host) {
      notes.append("\(host) is not HighLevel's address; only the path was looked at")
    }
    try dropUnknownFields()
  }

  private static let knownHosts = [
    "services.leadconnectorhq.com", "rest.gohighlevel.com", "localhost", "127.0.0.1",
  ]

  /// Fields that runs fill in themselves, and fields that the service does not know.
  private mutating func dropUnknownFields() throws(Problem) {
    fields["companyId"] = nil
    if operation == .usersFilterByEmail, let value = fields["includeDeleted"] {
      fields["includeDeleted"] = nil
      fields["deleted"] = value
    }
    if operation == .usersSearch {
      for name in ["skip", "limit"] where fields[name] != nil {
        fields[name] = nil
        notes.append("the recipe walks over all pages, so '\(name)' is left out")
      }
    }
    let known = operation.parameters.map(\.name)
    for name in fields.keys where !known.contains(name) {
      if operation == .usersUpdate, name == "email" {
        throw CurlLine.problem(
          "the e-mail of a user cannot be changed",
          "the service no longer does it; take 'email' out of the body")
      }
      throw CurlLine.problem(
        "\(operation.name) has no field '\(name)'",
        Suggestion.hint(for: name, in: known) ?? "it takes \(known.joined(separator: ", "))")
    }
  }
}

/// The address.
extension CurlCall {
  private static func parts(of url: String) -> (host: String?, path: String, query: Substring) {
    var rest = url[...]
    var host: String?
    if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") {
      rest = rest[colon...].dropFirst(3)
      host = String(rest.prefix { !"/?:".contains($0) })
    }
    let start = rest.firstIndex(of: "/") ?? rest.endIndex
    let all = rest[start...]
    let path = all.prefix { $0 != "?" && $0 != "#" }
    let query = all.dropFirst(path.count).dropFirst().prefix { $0 != "#" }
    return (host, String(path), query)
  }

  private static func operation(
    _ method: String, _ path: String
  ) throws(Problem) -> (operation: HighLevel.Operation, id: String?) {
    var segments = path.split(separator: "/").map(String.init)
    if segments.first == "v1" { segments.removeFirst() }
    let here = Operations.all.compactMap { operation -> (HighLevel.Operation, String?)? in
      match(operation, segments).map { (operation, $0) }
    }
    // '/users/search' is no id, so what needs none comes first.
    let sorted = here.filter { $0.1 == nil } + here.filter { $0.1 != nil }
    if let found = sorted.first(where: { $0.0.method.rawValue == method }) {
      return (found.0, found.1)
    }
    let shown = "/" + segments.joined(separator: "/")
    if let other = sorted.first?.0 {
      let methods = sorted.map(\.0.method.rawValue).joined(separator: ", ")
      throw CurlLine.problem(
        "HighLevel takes no \(method) at \(other.path)", "it takes \(methods)")
    }
    let all = Operations.all.map { "\($0.method.rawValue) \($0.path)" }
    throw CurlLine.problem(
      "no operation is at \(shown)", "there are \(all.joined(separator: ", "))")
  }

  /// The id where the path is the operation's; an empty optional where it needs none.
  private static func match(
    _ operation: HighLevel.Operation, _ segments: [String]
  ) -> String?? {
    let own = operation.path.split(separator: "/").map(String.init)
    guard own.count == segments.count else { return .none }
    var id: String?
    for (part, segment) in zip(own, segments) {
      if part == "{id}" {
        id = PercentEncoding.decode(segment)
      } else if part != segment {
        return .none
      }
    }
    return .some(id)
  }
}

/// The query and the body.
extension CurlCall {
  private static func fields(query: Substring, body: String?) throws(Problem) -> JSONObject {
    var fields = pairs(query)
    guard let body, body.contains(where: { !$0.isWhitespace }) else { return fields }
    guard body.first(where: { !$0.isWhitespace }) == "{" else {
      for member in pairs(body[...]) { fields[member.key] = member.value }
      return fields
    }
    do throws(JSONSyntaxError) {
      guard let object = try JSONValue(parsing: body).object else { return fields }
      for member in object { fields[member.key] = member.value }
    } catch {
      throw CurlLine.problem(
        "the body is no JSON: \(error.message) (line \(error.line), column \(error.column) of it)",
        "what stands for something, like …, must be replaced")
    }
    return fields
  }

  private static func pairs(_ text: Substring) -> JSONObject {
    var fields: JSONObject = [:]
    for (name, value) in PercentEncoding.fields(text) { fields[name] = .string(value) }
    return fields
  }
}

/// Values in examples.
enum CurlValue {
  /// Whether a text only stands for a value: `{userId}`, `:id`, `$USER`, `YOUR_ID`, `<id>`, `***`.
  static func isPlaceholder(_ text: String) -> Bool {
    guard let first = text.first else { return true }
    if "{:$<*".contains(first) { return true }
    let isShouted = text.allSatisfy { $0.isASCII && ($0.isUppercase || $0 == "_") }
    return text == "string" || isShouted && text.count > 3
      || text.hasPrefix("YOUR_") || text.hasPrefix("LOC_ID")
  }
}
