public import Diagnostics
import JSON
public import Planning

/// Checks the arguments of a run against what its recipe declares, and makes typed values of them.
public struct ArgumentReader: Sendable {
  private let parameters: [Parameter]
  private let recipe: String
  private let file: RecipeFile?
  private let takesAnything: Bool
  private let values: ValueReader

  /// - Parameters:
  ///   - recipe: the name people use for `ghlua help`.
  ///   - file: where the parameters are declared; a default that does not fit is shown there.
  ///   - today: what the date `today` stands for: `2026-11-21`.
  ///   - takesAnything: for plain scripts, which declare nothing: named values pass as they are.
  public init(
    parameters: [Parameter], recipe: String, file: RecipeFile?, resolver: EntityResolver,
    input: any InputSource, secrets: Secrets, today: String, takesAnything: Bool = false
  ) {
    self.parameters = parameters
    self.recipe = recipe
    self.file = file
    self.takesAnything = takesAnything
    values = ValueReader(resolver: resolver, input: input, secrets: secrets, today: today)
  }

  /// Reads all arguments.
  ///
  /// - Throws: one problem with all that is wrong in it and its `others` (`.argumentsInvalid`, or
  ///   `.inputInvalid` for the content of tables); `.auth`, `.unavailable` or `.error` when the
  ///   service could not be asked.
  public func read(_ raw: RawArguments) async throws(Problem) -> Arguments {
    var problems = raw.faults
    let given = assign(raw, &problems)
    var arguments = Arguments()
    if takesAnything {
      arguments.values = given
      arguments.recorded = given
    }
    let canReadInput = checkStandardInput(given, raw, &problems)
    for parameter in parameters {
      guard let value = given[parameter.name] else {
        try await readDefault(of: parameter, raw, into: &arguments, &problems)
        continue
      }
      if value == "-", parameter.readsInput, !canReadInput { continue }
      do throws(Problem) {
        try await read(value, as: parameter, into: &arguments)
      } catch {
        guard error.code.exitCode == Problem.Code.argumentsInvalid.exitCode else { throw error }
        problems.append(error)
      }
    }
    if let problem = Self.joined(problems) { throw problem }
    return arguments
  }

  private func read(
    _ value: JSONValue, as parameter: Parameter, into arguments: inout Arguments
  ) async throws(Problem) {
    let name = parameter.name
    if parameter.type == .rows {
      let rows = try await RowsReader(parameter, values: values).read(value)
      arguments.values[name] = .array(rows.values)
      arguments.recorded[name] = rows.recorded
      arguments.rowLines[name] = rows.lines
      arguments.badRows += rows.badRows
      arguments.tables[name] = rows.table
      return
    }
    do throws(ValueFault) {
      let typed = try await values.read(value, as: parameter, secretName: name)
      arguments.values[name] = typed.value
      arguments.recorded[name] = typed.recorded
    } catch {
      switch error {
      case .stop(let problem): throw problem
      case .wrong(let message, let hint):
        throw Problem(.argumentsInvalid, "argument '\(name)': \(message)", hint: hint)
      }
    }
  }

  private func readDefault(
    of parameter: Parameter, _ raw: RawArguments, into arguments: inout Arguments,
    _ problems: inout [Problem]
  ) async throws(Problem) {
    guard let value = parameter.defaultValue else {
      if parameter.isRequired, !raw.reported.contains(parameter.name) {
        problems.append(missing(parameter))
      }
      return
    }
    do throws(Problem) {
      try await read(value, as: parameter, into: &arguments)
      arguments.recorded[parameter.name] = nil
    } catch {
      guard error.code.exitCode == Problem.Code.argumentsInvalid.exitCode else { throw error }
      var problem = error
      problem.message = "the default of \(error.message)"
      if let file {
        problem.place = Place(file.displayName, line: parameter.line)
        problem.source = file.line(parameter.line)
      }
      problems.append(problem)
    }
  }
}

/// Finding out which argument is which.
extension ArgumentReader {
  /// What was given by the names of the parameters; JSON's null counts as not given.
  private func assign(_ raw: RawArguments, _ problems: inout [Problem]) -> JSONObject {
    let matcher = NameMatcher(parameters.map(\.name))
    var given = JSONObject()
    for member in raw.named {
      let name = matcher.name(for: member.key)
      if name == nil, !takesAnything {
        problems.append(unknown(member.key))
      } else if given[name ?? member.key] != nil {
        problems.append(RawArguments.givenTwice(name ?? member.key))
      } else if takesAnything || !member.value.isNull {
        given[name ?? member.key] = member.value
      }
    }
    let words = raw.positional + raw.trailing
    let places = parameters.filter { $0.position != nil }
      .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
    for (parameter, word) in zip(places, words) {
      if given[parameter.name] == nil {
        given[parameter.name] = .string(word)
      } else {
        problems.append(RawArguments.givenTwice(parameter.name))
      }
    }
    if words.count > places.count { problems.append(tooMany(words, places)) }
    return given
  }

  /// Standard input can be read once; false when several want it.
  private func checkStandardInput(
    _ given: JSONObject, _ raw: RawArguments, _ problems: inout [Problem]
  ) -> Bool {
    var takers = parameters.filter { $0.readsInput && given[$0.name] == "-" }
      .map { "'\($0.name)'" }
    if raw.standardInputIsTaken, !takers.isEmpty { takers.append("--input") }
    guard takers.count > 1 else { return true }
    problems.append(
      Problem(
        .argumentsInvalid,
        "standard input can be read once, but \(takers.joined(separator: " and ")) want it",
        hint: "give files instead"))
    return false
  }

  private func unknown(_ name: String) -> Problem {
    let names = parameters.map(\.name)
    let all = names.isEmpty ? "'\(recipe)' takes none" : "it takes \(names.joined(separator: ", "))"
    return Problem(
      .argumentsInvalid, "unknown argument '\(name)'",
      hint: Suggestion.hint(for: name, in: names) ?? all)
  }

  private func missing(_ parameter: Parameter) -> Problem {
    let help = parameter.help.isEmpty ? "" : " (\(parameter.help))"
    let form = parameter.position == nil ? "--\(parameter.name) VALUE" : "it by position or name"
    return Problem(
      .argumentsInvalid, "the argument '\(parameter.name)'\(help) is missing",
      hint: "give \(form); 'ghlua help \(recipe)' shows all")
  }

  private func tooMany(_ words: [String], _ places: [Parameter]) -> Problem {
    let extra = words.dropFirst(places.count)
    // A stray word may be a part of a secret.
    let shown =
      parameters.contains(where: \.isSecret)
      ? "\(extra.count) more" : extra.map { "'\($0)'" }.joined(separator: ", ")
    let takes = places.isEmpty ? "no words" : places.map(\.name).joined(separator: " ")
    return Problem(
      .argumentsInvalid, "too many words: \(shown)",
      hint: "'\(recipe)' takes \(takes) by position; put a text with spaces in quotes")
  }

  /// One problem of all; wrong arguments before wrong content of inputs.
  private static func joined(_ problems: [Problem]) -> Problem? {
    let flat = problems.flatMap { problem in
      var first = problem
      first.others = []
      return [first] + problem.others
    }
    let sorted =
      flat.filter { $0.code == .argumentsInvalid } + flat.filter { $0.code != .argumentsInvalid }
    guard var first = sorted.first else { return nil }
    first.others = Array(sorted.dropFirst())
    return first
  }
}

extension Parameter {
  /// Whether `-` stands for standard input.
  var readsInput: Bool { type == .file || type == .rows }
}
