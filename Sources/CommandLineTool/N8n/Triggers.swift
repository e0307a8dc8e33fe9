import Engine
import JSON

/// What starts a workflow.
extension RecipeWorkflow {
  var trigger: WorkflowNode {
    switch start {
    case .manual:
      WorkflowNode(
        name: Step.start, type: "manualTrigger", version: 1, parameters: [:], column: 0)
    case .schedule:
      WorkflowNode(
        name: Step.start, type: "scheduleTrigger", version: 1.2,
        parameters: [
          "rule": ["interval": [["field": "cronExpression", "expression": .string(cron)]]]
        ], column: 0)
    case .webhook:
      WorkflowNode(
        name: Step.start, type: "webhook", version: 2,
        parameters: [
          "httpMethod": "POST", "path": .string(path), "authentication": "headerAuth",
          "responseMode": "onReceived", "options": [:],
        ], column: 0, credential: ("httpHeaderAuth", "ghlua webhook"), isCalled: true)
    case .form:
      WorkflowNode(
        name: Step.start, type: "formTrigger", version: 2.2,
        parameters: [
          "formTitle": .string(recipe.callName), "formDescription": .string(recipe.summary),
          "formFields": ["values": .array(fields.map { .object($0.formField) })],
          "responseMode": "onReceived", "options": ["path": .string(path)],
        ], column: 0, isCalled: true)
    }
  }

  /// The last part of the address.
  private var path: String {
    let plain = recipe.callName.split(separator: "/").last ?? "recipe"
    let name = plain.hasSuffix(".lua") ? plain.dropLast(4) : plain
    return "ghlua-"
      + name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }
      .joined()
  }

  /// The parameters whose values come from outside. None can make ghlua read a file or a variable
  /// of its machine: secrets are given once, here, or not at all.
  var fields: [WorkflowField] {
    let open = recipe.parameters.filter { $0.type != .secret && arguments[$0.name] == nil }
    return open.map { WorkflowField(parameter: $0, others: open) }
  }
}

/// A parameter as a field of a form or of a webhook's body.
struct WorkflowField {
  let parameter: Engine.Parameter
  let others: [Engine.Parameter]

  /// What stands above it; different from those of all others.
  var label: String {
    guard !parameter.help.isEmpty else { return parameter.name }
    let isTaken = others.contains { $0.name != parameter.name && $0.help == parameter.help }
    return isTaken ? "\(parameter.help) (\(parameter.name))" : parameter.help
  }

  /// How the code reads it.
  var kind: String {
    switch parameter.type {
    case .integer, .number: "number"
    case .flag: "flag"
    case .list: "list"
    case .rows: "table"
    case .file: "content"
    default: "text"
    }
  }

  var formField: JSONObject {
    var field: JSONObject = [
      "fieldLabel": .string(label), "fieldType": .string(fieldType),
      "requiredField": .bool(parameter.isRequired),
    ]
    if fieldType == "dropdown" {
      field["fieldOptions"] = ["values": .array(choices.map { ["option": .string($0)] })]
    } else if let placeholder {
      field["placeholder"] = .string(placeholder)
    }
    return field
  }

  private var choices: [String] { parameter.type == .flag ? ["Yes", "No"] : parameter.choices }

  private var fieldType: String {
    if parameter.type == .flag || !parameter.choices.isEmpty, parameter.type != .list {
      return "dropdown"
    }
    return switch parameter.type {
    case .integer, .number: "number"
    case .date: "date"
    case .email: "email"
    case .rows, .file: "textarea"
    default: "text"
    }
  }

  private var placeholder: String? {
    switch parameter.type {
    case .user, .email: "ana@acme.test"
    case .rows: parameter.columns.map(\.name).joined(separator: ",")
    case .date: nil
    default: parameter.defaultValue?.string
    }
  }
}
