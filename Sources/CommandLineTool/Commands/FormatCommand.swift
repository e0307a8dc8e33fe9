import ArgumentParser
import Diagnostics
import Engine
import FoundationEssentials
import JSON

/// What `ghlua fmt-args` says of itself. Its words are not declared here, as some are the recipe's.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt-args",
    abstract: "Write a recipe's arguments as words, as JSON and as base64.",
    usage: "ghlua fmt-args RECIPE [ARGUMENTS] [--arg NAME=VALUE] [--input FILE|-]",
    discussion: """
      Base64 is what programs hand over best: no shell and no template can spoil it. Nothing is \
      looked up and nothing is run. With --json one object has all forms.

      Examples:
        ghlua fmt-args move-user "Ana Silva" "São Paulo"
        ghlua run move-user --input-b64 $(ghlua fmt-args move-user john@deo.com Lisbon --json \
      | jq -r .base64)
      """)
}

/// Writes arguments in all forms that `run` takes.
struct RecipeArguments: LongCommand {
  /// Everything after the command's name.
  let words: [String]

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let words = try OwnWords(words)
    if words.recipe == nil, try RunOptions(words).help {
      output.print(Root.helpMessage(for: FormatCommand.self))
      return 0
    }
    let run = try await PreparedRun(words, in: world, output)
    if run.options.help { return run.help(command: "ghlua fmt-args") }
    let arguments = try named(run.arguments, of: run.recipe)
    let json = JSONValue.object(arguments).text(ascii: true)
    let base64 = Data(json.utf8).base64EncodedString()
    let line = Self.line(arguments, of: run.recipe)
    if output.json {
      output.print([
        "schema": "ghlua.fmt-args/1", "ok": true, "recipe": .string(run.recipe.name),
        "arguments": .object(arguments), "words": line.map { .string($0) } ?? .null,
        "base64": .string(base64),
      ])
      return 0
    }
    let call = "ghlua run \(ShellWords.quoted(run.recipe.callName))"
    let parts = [line.map { "\(call) \($0)" }, json, "--input-b64 \(base64)"]
    output.print(parts.compactMap(\.self).joined(separator: "\n"))
    return 0
  }

  /// The arguments by their names; what cannot be one is a problem.
  private func named(
    _ raw: RawArguments, of recipe: Recipe
  ) throws(Problem) -> JSONObject {
    if let fault = raw.faults.first { throw fault }
    var arguments: JSONObject = [:]
    let placed = recipe.parameters.filter { $0.position != nil }
      .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
    for (index, word) in (raw.positional + raw.trailing).enumerated() {
      guard index < placed.count else {
        throw Problem(
          .argumentsInvalid, "'\(word)' is one word too many",
          hint: "'ghlua help \(recipe.callName)' shows what it takes")
      }
      arguments[placed[index].name] = .string(word)
    }
    for member in raw.named {
      guard arguments[member.key] == nil else {
        throw Problem(.argumentsInvalid, "the argument '\(member.key)' is given twice")
      }
      arguments[member.key] = member.value
    }
    try check(arguments, of: recipe)
    return arguments
  }

  private func check(_ arguments: JSONObject, of recipe: Recipe) throws(Problem) {
    guard recipe.isDeclared else { return }
    let names = recipe.parameters.map(\.name)
    for member in arguments {
      guard let parameter = recipe.parameters.first(where: { $0.name == member.key }) else {
        throw Problem(
          .argumentsInvalid, "\(recipe.name) has no parameter '\(member.key)'",
          hint: Suggestion.hint(for: member.key, in: names)
            ?? "it has \(names.joined(separator: ", "))")
      }
      let text = member.value.string ?? ""
      if parameter.type == .secret, !text.hasPrefix("env:"), !text.hasPrefix("file:") {
        throw Problem(
          .argumentsInvalid, "the argument '\(member.key)' is a secret, which is not written out",
          hint: "name its place, as in --\(member.key) env:NAME")
      }
    }
  }

  /// As it is typed; nil where a value has no form in words.
  static func line(_ arguments: JSONObject, of recipe: Recipe) -> String? {
    var words: [String] = []
    var isPlaced = true
    let order = recipe.parameters.sorted { ($0.position ?? .max) < ($1.position ?? .max) }.map(
      \.name)
    let names =
      order.filter { arguments[$0] != nil } + arguments.keys.filter { !order.contains($0) }
    for name in names {
      guard let value = arguments[name] else { continue }
      let parameter = recipe.parameters.first { $0.name == name }
      let place = parameter?.position
      switch value {
      case .bool(let flag): words.append(flag ? "--\(name)" : "--no-\(name)")
      case .string(let text) where isPlaced && place == words.count + 1 && !text.hasPrefix("-"):
        words.append(ShellWords.quoted(text))
        continue
      case .string(let text): words.append("--\(name)=\(ShellWords.quoted(text))")
      case .integer, .number: words.append("--\(name)=\(value.text())")
      case .array:
        guard let texts = value.strings, parameter?.type == .list else { return nil }
        words += texts.map { "--\(name)=\(ShellWords.quoted($0))" }
      case .null, .object: return nil
      }
      isPlaced = false
    }
    return words.joined(separator: " ")
  }
}
