import ArgumentParser
import Diagnostics
import Engine
import JSON
import Planning

/// What `n8n export RECIPE` takes.
struct WorkflowOptions: ParsableArguments {
  @Option(help: "How n8n calls ghlua: execute (a command), ssh, or http ('ghlua serve').")
  var via: RecipeWorkflow.Way = .execute
  @Option(help: "What starts it: schedule, webhook, form or manual.")
  var start: RecipeWorkflow.Start?
  @Option(help: "When, as five fields of cron; the recipe's own proposal, or 06:00 each day.")
  var cron: String?
  @Flag(help: "Ask somebody between plan and apply.") var approve = false
  @Flag(help: "Apply also what cannot be taken back, without asking.") var yes = false
  @Option(help: ArgumentHelp("A value that is the same each time.", valueName: "name=value"))
  var arg: [String] = []
  @Option(help: "How the program is called, where n8n finds it.") var program = "ghlua"
  @Option(help: "The folder for plans, there.") var plans = "/tmp"
  @Option(help: "The profile in the settings of ghlua, there.") var profile: String?
  @Option(help: ArgumentHelp("A saved company, there, to try it on.", valueName: "file"))
  var mock: String?
  @Option(help: "Where 'ghlua serve' is, for --via http.") var url = "http://127.0.0.1:8787"

  /// The workflow of a recipe.
  func made(of recipe: Recipe, credential: String) throws(Problem) -> RecipeWorkflow {
    let arguments = try fixed(recipe.parameters)
    var result = RecipeWorkflow(recipe: recipe)
    result.way = via
    result.arguments = arguments
    result.start = start ?? usualStart(recipe, arguments)
    result.cron = try cron.map(Self.checkedCron) ?? recipe.schedule ?? result.cron
    (result.asks, result.isYesGiven, result.credential) = (approve, yes, credential)
    result.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    result.command = WorkflowCommand(program: program, folder: plans, source: source)
    try check(result)
    return result
  }

  private var source: [String] {
    [profile.map { "--profile=\($0)" }, mock.map { "--mock=\($0)" }].compactMap(\.self)
  }

  private func usualStart(_ recipe: Recipe, _ arguments: JSONObject) -> RecipeWorkflow.Start {
    if !recipe.events.isEmpty { return .webhook }
    let isOpen = recipe.parameters.contains { $0.isRequired && arguments[$0.name] == nil }
    return isOpen ? .form : .schedule
  }

  private func fixed(_ parameters: [Engine.Parameter]) throws(Problem) -> JSONObject {
    var raw = RawArguments()
    for text in arg {
      let (name, value) = try RunOptions.argument(text)
      raw.add([name: .string(value)], parameters: parameters)
    }
    if let fault = raw.faults.first { throw fault }
    let names = parameters.map(\.name)
    for name in raw.named.keys where !names.contains(name) {
      throw Problem(
        .usage, "the recipe has no argument '\(name)'",
        hint: Suggestion.hint(for: name, in: names) ?? "'ghlua help RECIPE' shows what it takes")
    }
    for parameter in parameters where parameter.type == .secret {
      guard let place = raw.named[parameter.name]?.string, !SecretFlags.isSource(place) else {
        continue
      }
      throw Problem(
        .usage, "the secret '\(parameter.name)' would stand in the workflow",
        hint: "add --arg \(parameter.name)=env:NAME, the variable in the environment of ghlua")
    }
    return raw.named
  }

  /// What could never work is refused here rather than found out in n8n.
  private func check(_ workflow: RecipeWorkflow) throws(Problem) {
    for text in [program, plans, workflow.recipe.callName, url] + source where text.contains("{{") {
      throw Problem(
        .usage, "'\(text)' would be an expression in n8n", hint: "leave the braces out")
    }
    guard WorkflowCommand.isPlain(plans) else {
      throw Problem(
        .usage, "--plans '\(plans)' is no name that a shell takes as it is",
        hint: "a folder of letters, digits and -_./ is")
    }
    let open = Set(
      workflow.start == .form || workflow.start == .webhook
        ? workflow.fields.map(\.parameter.name) : [])
    let missing = workflow.recipe.parameters.filter {
      $0.isRequired && workflow.arguments[$0.name] == nil && !open.contains($0.name)
    }
    guard let first = missing.first, !workflow.hasEvent else { return }
    let isSecret = first.type == .secret
    throw Problem(
      .usage, "nothing would give the argument '\(first.name)' its value",
      hint: isSecret
        ? "add --arg \(first.name)=env:NAME, the variable in the environment of ghlua"
        : "add --arg \(first.name)=VALUE, or --start form")
  }

  private static func checkedCron(_ text: String) throws(Problem) -> String {
    let fields = text.split(separator: " ")
    let isCron = fields.allSatisfy {
      $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "*/,-#".contains($0)) }
    }
    guard fields.count == 5, isCron else {
      throw Problem(
        .usage, "'\(text)' is not five fields of cron", hint: "write it like '0 6 * * 1-5'")
    }
    return fields.joined(separator: " ")
  }
}

extension RecipeWorkflow.Way: ExpressibleByArgument {}
extension RecipeWorkflow.Start: ExpressibleByArgument {}
