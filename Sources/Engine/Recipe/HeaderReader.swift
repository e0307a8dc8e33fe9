import Diagnostics
import JSON
import Planning

/// Turns the data of a header into a recipe; everything that does not fit is a problem with its line.
struct HeaderReader {
  static let fields = [
    "name", "version", "summary", "doc", "params", "can", "limits", "on", "schedule", "examples",
    "run", "tests", "fixtures",
  ]

  let file: RecipeFile

  func read(_ description: JSONValue) throws(Problem) -> Recipe {
    let header = description["fields"]?.object ?? [:]
    let line = Int(description["line"]?.integer ?? 1)
    for key in header.keys where !Self.fields.contains(key) {
      throw unknown(key, among: Self.fields, what: "field of recipe", after: line)
    }
    guard header["run"]?["$function"] != nil else {
      throw problem("'run' must be a function", after: line, near: "run")
    }
    let name = try text("name", in: header, after: line, required: true)
    guard isName(name) else {
      throw problem(
        "the name '\(name)' must be lower-case words with hyphens", after: line, near: "name",
        hint: "for example 'move-user'")
    }
    let parameters = try ParameterReader(header: self).parameters(header["params"], after: line)
    let can = try strings("can", in: header, after: line)
    return Recipe(
      file: file, isDeclared: true, name: name,
      version: try text("version", in: header, after: line, required: true),
      summary: try text("summary", in: header, after: line, required: true),
      doc: trimmed(try text("doc", in: header, after: line)), parameters: parameters,
      can: can, capabilities: try capabilities(can, after: line),
      limits: try limits(header["limits"], after: line),
      events: try strings("on", in: header, after: line),
      schedule: header["schedule"]?.string,
      examples: try strings("examples", in: header, after: line),
      tests: try TestReader(header: self).tests(header["tests"], after: line),
      fixtures: header["fixtures"]?.object ?? [:])
  }

  /// A problem at the first place after a line where a name stands as a field.
  func problem(
    _ message: String, after line: Int, near name: String? = nil, hint: String? = nil
  ) -> Problem {
    let found = name.flatMap { FieldFinder(file.source).place(of: $0, after: line) }
    let place = Place(file.displayName, line: found?.line ?? line, column: found?.column)
    return Problem(
      .recipeInvalid, message, hint: hint, at: place, source: place.line.flatMap(file.line))
  }

  func unknown(_ name: String, among known: [String], what: String, after line: Int) -> Problem {
    let hint = Suggestion.hint(for: name, in: known)
    return problem(
      "unknown \(what) '\(name)'", after: line, near: name,
      hint: hint ?? "known are \(known.joined(separator: ", "))")
  }

  func text(
    _ name: String, in header: JSONObject, after line: Int, required: Bool = false
  ) throws(Problem) -> String {
    guard let value = header[name] else {
      guard required else { return "" }
      throw problem("the recipe has no '\(name)'", after: line, hint: "add \(name) = \"…\"")
    }
    guard let text = value.string else {
      throw problem("'\(name)' must be a text, not \(value.article)", after: line, near: name)
    }
    return text
  }

  func strings(
    _ name: String, in header: JSONObject, after line: Int
  ) throws(Problem) -> [String] {
    guard let value = header[name] else { return [] }
    if value.object?.isEmpty == true { return [] }
    guard let list = value.strings else {
      throw problem("'\(name)' must be a list of texts", after: line, near: name)
    }
    return list
  }

  private func capabilities(_ can: [String], after line: Int) throws(Problem) -> CapabilitySet {
    do { return try CapabilitySet(parsing: can) } catch {
      let bad = can.first { (try? CapabilitySet(parsing: [$0])) == nil } ?? "can"
      throw problem(error.message, after: line, near: bad, hint: error.hint)
    }
  }

  private func limits(_ value: JSONValue?, after line: Int) throws(Problem) -> Limits {
    guard let value else { return Limits() }
    guard let object = value.object else {
      throw problem("'limits' must be a table", after: line, near: "limits")
    }
    for (key, bound) in object.members.map({ ($0.key, $0.value) }) {
      guard Limits.names.contains(key) else {
        throw unknown(key, among: Limits.names, what: "limit", after: line)
      }
      guard let number = bound.integer, number >= 0 else {
        throw problem("the limit '\(key)' must be a whole number", after: line, near: key)
      }
    }
    return Limits(json: object)
  }

  private func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 64 else {
      return false
    }
    return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  private func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines = lines.dropFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines = lines.dropLast() }
    return lines.joined(separator: "\n")
  }
}

extension JSONValue {
  /// The kind with its article, for messages: `a number`, `an array`.
  var article: String {
    switch self {
    case .null: "null"
    case .integer, .array, .object: "an \(kind)"
    default: "a \(kind)"
    }
  }
}
