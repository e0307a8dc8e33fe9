import Engine
import JSON

/// The nodes that are the same whatever carries the calls.
extension RecipeWorkflow {
  func code(_ name: String, _ text: String, column: Int) -> WorkflowNode {
    WorkflowNode(
      name: name, type: "code", version: 2,
      parameters: [
        "mode": "runOnceForAllItems", "language": "javaScript", "jsCode": .string(text),
      ], column: column)
  }

  /// Goes on at the first output where the expression is true, at the second where it is not.
  func condition(_ name: String, _ expression: String, column: Int) -> WorkflowNode {
    WorkflowNode(
      name: name, type: "if", version: 2.2,
      parameters: Self.filter(
        expression, "", ["type": "boolean", "operation": "true", "singleValue": true]),
      column: column)
  }

  static func filter(_ left: String, _ right: String, _ operation: JSONObject) -> JSONObject {
    [
      "conditions": [
        "options": [
          "caseSensitive": true, "leftValue": "", "typeValidation": "strict", "version": 2,
        ],
        "conditions": [
          [
            "id": "condition", "leftValue": .string(left), "rightValue": .string(right),
            "operator": .object(operation),
          ]
        ],
        "combinator": "and",
      ], "options": [:],
    ]
  }

  func nothing(_ name: String, column: Int, row: Int = 0) -> WorkflowNode {
    WorkflowNode(
      name: name, type: "noOp", version: 1, parameters: [:], column: column, row: row)
  }

  /// Makes the execution a failed one, so that n8n's own error workflow hears of it.
  var failure: WorkflowNode {
    let text = """
      ={{ ['ghlua: ' + $json.status, $json.problem?.message, $json.problem?.hint, $json.next]\
      .filter(Boolean).join('; ') }}
      """
    return WorkflowNode(
      name: "Failed", type: "stopAndError", version: 1,
      parameters: ["errorType": "errorMessage", "errorMessage": .string(text)], column: 15, row: 1)
  }

  /// What is to be done once, for people.
  var note: WorkflowNode {
    var lines = ["## ghlua \(recipe.callName)", recipe.summary, ""]
    switch way {
    case .execute:
      lines += [
        "* ghlua must be in n8n's container, and n8n 2.0 runs commands only with "
          + "`NODES_EXCLUDE=[]`.",
        "* Its token comes from the environment (`GHLUA_TOKEN_FILE`) or a profile of ghlua.",
      ]
    case .ssh:
      lines.append("* Choose the credential '\(credential)' (SSH, private key) in both SSH nodes.")
    case .http:
      lines.append(
        "* Choose the credential '\(credential)' (Header Auth: `Authorization`, `Bearer …`) in all "
          + "HTTP nodes; 'ghlua serve' makes such tokens.")
    }
    if start == .webhook {
      lines.append("* Choose a credential (Header Auth) in the node Start: who may call it.")
    }
    if asks {
      lines.append(
        "* Who approves needs the link `{{ $execution.resumeFormUrl }}`: send it with a node in "
          + "front of '\(Step.approval)'.")
    } else if !isYesGiven {
      lines.append(
        "* What cannot be taken back is not applied, as nobody is asked; export with `--approve`.")
    }
    return WorkflowNode(
      name: "Read me", type: "stickyNote", version: 1,
      parameters: [
        "content": .string(lines.joined(separator: "\n")), "height": 320, "width": 480,
      ], column: 0, row: -2)
  }
}
