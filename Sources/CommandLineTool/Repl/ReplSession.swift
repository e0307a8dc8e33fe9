import Diagnostics
import Engine
import JSON
import Planning

/// What is the same at a terminal and from a pipe: the commands with a colon, and how answers look.
struct ReplSession: Sendable {
  let company: Company
  let draft: ConsoleDraft
  let world: World
  let output: Output

  init(company: Company, isolation: ReplCommand.Isolation, in world: World, _ output: Output) {
    (self.company, self.world, self.output) = (company, world, output)
    draft = ConsoleDraft(
      ConsoleRequest(
        source: company.reader, sourceName: company.sourceName, company: company.id,
        now: company.now, isolation: isolation, options: company.rules))
  }

  /// A fresh Lua on what was asked for so far.
  func console() -> Console {
    Console(draft) { [output] text in output.json ? output.note(text) : output.print(text) }
  }

  /// Prints an answer; the problem if it is one.
  func show(_ answer: Console.Answer) -> Problem? {
    switch answer {
    case .incomplete: return nil
    case .value(let text):
      if output.json {
        output.print(object(["ok": true, "value": text.map { .string($0) } ?? .null]))
      } else if let text {
        output.print(text)
      }
      return nil
    case .failed(let problem, let lost):
      if output.json { output.print(object(["ok": false, "problem": problem.json])) }
      output.show(problem)
      if lost { output.note("Lua was stopped: the variables are gone, what was planned is not") }
      return problem
    }
  }

  private func object(_ fields: JSONObject) -> JSONObject {
    var object: JSONObject = ["schema": "ghlua.repl/1"]
    for member in fields { object[member.key] = member.value }
    return object
  }

  /// What stands behind a colon.
  enum Command: String, CaseIterable {
    case help, plan, undo, reset, save, doc, quit

    var help: String {
      switch self {
      case .help: "these words"
      case .plan: "what was asked for so far"
      case .undo: "take back what the last change asked for"
      case .reset: "forget everything, variables too"
      case .save: "save the plan: :save FILE; 'ghlua apply FILE' carries it out"
      case .doc: "a page of the reference: :doc users.move"
      case .quit: "leave; so does Ctrl-D"
      }
    }
  }

  /// What a command leads to.
  enum Effect: Equatable { case goOn, restart, quit }

  /// Does `:plan` and its like.
  func perform(_ line: String) async throws(Problem) -> Effect {
    let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
    let name = words.first ?? "help"
    let argument = words.count > 1 ? words[1].trimmingBlanks : ""
    let names = Command.allCases.map(\.rawValue)
    let found = names.filter { $0.hasPrefix(name) }
    guard
      let command = Command(rawValue: name)
        ?? (found.count == 1 ? Command(rawValue: found[0]) : nil)
    else {
      throw Problem(
        .usage, "there is no ':\(name)'",
        hint: Suggestion.hint(for: name, in: names) ?? ":help shows what there is")
    }
    switch command {
    case .help: output.print(help)
    case .plan: await showPlan()
    case .undo:
      let found = draft.undo()
      output.note(found ? "taken back" : "nothing was asked for")
    case .reset:
      draft.reset()
      return .restart
    case .save: try await save(argument)
    case .doc: try await showPage(argument)
    case .quit: return .quit
    }
    return .goOn
  }

  private var help: String {
    let lines = Command.allCases.map { command in
      output.style.hanging(
        "  :\(command.rawValue.padded(to: 7))", command.help, lead: output.style.cyan)
    }.joined()
    return """
      An expression shows its value; statements run. Nothing is written: changes are only planned.
      'ghl' is the service, 'require \"ghl.users\"' the library, 'ctx' as in a recipe. A variable
      without 'local' stays.

      \(lines)
      """
  }

  private func plan() async -> Plan {
    var plan = draft.plan
    await company.learnNames(of: plan)
    let ids = LocationBook.ids(in: plan)
    plan.names = company.locationNames.filter { ids.contains($0.key) }
    return plan
  }

  private func showPlan() async {
    let plan = await plan()
    if output.json {
      var object: JSONObject = ["ok": true, "checksum": .string(plan.checksum)]
      object["changes"] = .array(plan.operations.map { $0.change() })
      return output.print(self.object(object))
    }
    output.print(PlanRenderer(output.style, names: company.locationNames).text(plan, report: nil))
  }

  private func save(_ file: String) async throws(Problem) {
    guard !file.isEmpty else {
      throw Problem(.usage, "where is the plan saved?", hint: ":save plan.json")
    }
    let plan = await plan()
    try PlanFile.write(plan, to: file)
    output.note("next: ghlua apply \(file)\(company.words) --checksum \(plan.checksum)")
  }

  private func showPage(_ topic: String) async throws(Problem) {
    let book = Handbook(recipes: try await ShownRecipes.all(world, output))
    guard topic.isEmpty else {
      return output.print(PageRenderer(output.style).text(try book.page(topic)))
    }
    output.print(PageRenderer(output.style).index(book))
  }
}

extension String {
  /// Without blanks at its ends.
  var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
