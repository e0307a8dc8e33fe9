public import Diagnostics
import HighLevel

/// One thing a recipe says it can do: `users.read`, `users.update(locationIds, scopes)`.
public struct Capability: Sendable, Hashable {
  /// The resource and the kind of operation: `users.update`.
  public let name: String
  /// The only fields that may be written; nil when all may. Only ever set for `users.update`.
  public let fields: Set<String>?

  /// Reads one entry of `can`; an unknown capability or field is a problem of code
  /// `recipe-invalid` that names the nearest known one.
  public init(parsing text: String, at place: Place? = nil) throws(Problem) {
    let (name, list) = try Self.split(text, at: place)
    guard Self.known.contains(name) else {
      throw Problem(
        .recipeInvalid, "unknown capability '\(name)'",
        hint: Suggestion.hint(for: name, in: Self.known)
          ?? "known: \(Self.known.joined(separator: ", "))", at: place)
    }
    self.name = name
    fields = try list.map { names throws(Problem) in
      try Self.checked(names, of: name, at: place)
      return Set(names)
    }
  }

  /// Every capability there is, in the order of the table of operations.
  static let known: [String] = Operations.all.reduce(into: []) { names, operation in
    if !names.contains(operation.capability) { names.append(operation.capability) }
  }

  /// The name, and the fields in brackets where there are brackets.
  private static func split(
    _ text: String, at place: Place?
  ) throws(Problem) -> (String, [String]?) {
    guard let open = text.firstIndex(of: "(") else { return (trimmed(text[...]), nil) }
    guard text.last == ")" else {
      throw Problem(
        .recipeInvalid, "the capability '\(text)' has no closing bracket",
        hint: "write it as 'users.update(locationIds, scopes)'", at: place)
    }
    let inside = text[text.index(after: open)...].dropLast()
    let fields = inside.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    return (trimmed(text[..<open]), fields)
  }

  private static func checked(
    _ fields: [String], of name: String, at place: Place?
  ) throws(Problem) {
    guard let update = Operations.all.first(where: { $0.capability == name && $0.kind == .update })
    else {
      throw Problem(
        .recipeInvalid, "'\(name)' takes no list of fields",
        hint: "only 'users.update' does; write '\(name)'", at: place)
    }
    let names = update.parameters.map(\.name)
    for field in fields where !names.contains(field) {
      throw Problem(
        .recipeInvalid, "'\(name)' has no field '\(field)'",
        hint: Suggestion.hint(for: field, in: names)
          ?? "known: \(names.joined(separator: ", "))", at: place)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

extension Capability: CustomStringConvertible {
  /// As a recipe writes it, the fields in alphabetical order.
  public var description: String {
    guard let fields else { return name }
    return "\(name)(\(fields.sorted().joined(separator: ", ")))"
  }
}
