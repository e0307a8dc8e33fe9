import Engine
import JSON

/// Somebody's yes between plan and apply: a form that shows what would change.
///
/// A form and no link: programs that look at e-mails open links.
enum Approval {
  static func form(for recipe: Recipe, column: Int) -> WorkflowNode {
    WorkflowNode(
      name: RecipeWorkflow.Step.approval, type: "wait", version: 1.1,
      parameters: [
        "resume": "form", "formTitle": .string("Apply \(recipe.callName)?"),
        "formDescription": "={{ $json.question }}",
        "formFields": [
          "values": [
            [
              "fieldLabel": "Decision", "fieldType": "dropdown", "requiredField": true,
              "fieldOptions": ["values": [["option": "Apply"], ["option": "Do not apply"]]],
            ]
          ]
        ],
        "responseMode": "onReceived", "limitWaitTime": true, "limitType": "afterTimeInterval",
        "resumeAmount": 12, "resumeUnit": "hours", "options": [:],
      ], column: column, isCalled: true)
  }

  /// No answer is a no.
  static func condition(column: Int) -> WorkflowNode {
    WorkflowNode(
      name: RecipeWorkflow.Step.approved, type: "if", version: 2.2,
      parameters: RecipeWorkflow.filter(
        "={{ $json.Decision ?? '' }}", "Apply", ["type": "string", "operation": "equals"]),
      column: column)
  }
}
