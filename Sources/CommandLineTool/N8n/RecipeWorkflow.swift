import Engine
import JSON

/// A recipe as a workflow for n8n: a trigger, the plan, perhaps somebody's yes, the apply, and a
/// branch on what came of it.
struct RecipeWorkflow {
  /// How n8n reaches ghlua.
  enum Way: String, CaseIterable { case execute, ssh, http }
  /// What starts the workflow.
  enum Start: String, CaseIterable { case schedule, webhook, form, manual }

  let recipe: Recipe
  var way = Way.execute
  var start = Start.manual
  /// Five fields, for `schedule`.
  var cron = "0 6 * * *"
  /// Whether somebody is asked between plan and apply.
  var asks = false
  /// Whether the apply may do what cannot be taken back although nobody is asked.
  var isYesGiven = false
  /// Arguments that are the same each time.
  var arguments: JSONObject = [:]
  /// How the program is called, where it is.
  var command = WorkflowCommand()
  /// Where `ghlua serve` is; without a slash at the end.
  var url = ""
  /// What the credential for SSH or HTTP is called in n8n.
  var credential = "ghlua"

  var workflow: Workflow {
    var workflow = Workflow(name: "ghlua \(recipe.callName)")
    workflow.add(note)
    workflow.add(trigger)
    workflow.add(code(Step.input, ArgumentsCode(self).text, column: 1), after: Step.start)
    add(planning, then: Step.planResult, after: Step.input, to: &workflow)
    workflow.add(condition(Step.changes, "={{ $json.go }}", column: 6), after: Step.planResult)
    addApproval(to: &workflow)
    add(
      applying, then: Step.applyResult, after: asks ? Step.approved : Step.changes, to: &workflow)
    workflow.add(condition(Step.outcome, "={{ $json.ok }}", column: 14), after: Step.applyResult)
    workflow.connect(Step.changes, output: 1, to: Step.outcome)
    workflow.add(nothing("Done", column: 15), after: Step.outcome)
    workflow.add(failure, after: Step.outcome, output: 1)
    return workflow
  }

  /// The names of the nodes, by which expressions find them.
  enum Step {
    static let start = "Start"
    static let input = "Input"
    static let plan = "Plan"
    static let planResult = "Plan result"
    static let changes = "Anything to change?"
    static let approval = "Ask somebody"
    static let approved = "Approved?"
    static let apply = "Apply"
    static let applyResult = "Apply result"
    static let outcome = "All well?"
  }

  private func addApproval(to workflow: inout Workflow) {
    guard asks else { return }
    workflow.add(Approval.form(for: recipe, column: 7), after: Step.changes)
    workflow.add(Approval.condition(column: 8), after: Step.approval)
    workflow.add(nothing("Not approved", column: 9, row: 1), after: Step.approved, output: 1)
  }

  /// Adds a node that calls ghlua, and one that reads what it said. Over HTTP an answer may be that
  /// it is not done yet; then it is asked again until it is.
  private func add(
    _ call: WorkflowNode, then result: String, after name: String, to workflow: inout Workflow
  ) {
    workflow.add(call, after: name)
    var last = (name: call.name, output: 0)
    if way == .http {
      let (running, pause, look) = (
        "\(call.name) running?", "\(call.name) pause", "\(call.name) again"
      )
      workflow.add(
        condition(running, ServerCall.isRunning, column: call.column + 1), after: call.name)
      workflow.add(ServerCall.pause(pause, column: call.column + 1), after: running)
      workflow.add(
        server.look(look, credential: credential, column: call.column + 2), after: pause)
      workflow.connect(look, to: running)
      last = (running, 1)
    }
    let text = AnswerCode(way: way, isPlan: result == Step.planResult).text
    workflow.add(
      code(result, text, column: call.column + 3), after: last.name, output: last.output)
  }

  private var server: ServerCall { ServerCall(url: url) }

  private var planning: WorkflowNode {
    way == .http
      ? server.plan(credential: credential, column: 2)
      : shell(Step.plan, command.plan(recipe, hasEvent: hasEvent), column: 2)
  }

  private var applying: WorkflowNode {
    way == .http
      ? server.apply(credential: credential, isYesGiven: asks || isYesGiven, column: 10)
      : shell(
        Step.apply, command.apply(isYesGiven: asks || isYesGiven, secrets: secrets), column: 10)
  }

  /// A plan holds no secret, so the apply is told again where those are that never change.
  private var secrets: [String] {
    recipe.parameters.filter { $0.type == .secret }.compactMap { parameter in
      arguments[parameter.name]?.string.map { "\(parameter.name)=\($0)" }
    }
  }

  /// Whether what started the workflow is handed over as an event.
  var hasEvent: Bool { start == .webhook && !recipe.events.isEmpty }

  private func shell(_ name: String, _ text: String, column: Int) -> WorkflowNode {
    guard way == .ssh else {
      return WorkflowNode(
        name: name, type: "executeCommand", version: 1,
        parameters: ["executeOnce": true, "command": .string(text)], column: column, goesOn: true)
    }
    return WorkflowNode(
      name: name, type: "ssh", version: 1,
      parameters: [
        "authentication": "privateKey", "resource": "command", "operation": "execute",
        "command": .string(text), "cwd": "~/",
      ], column: column, credential: ("sshPrivateKey", credential), goesOn: true)
  }
}
