import JSON

/// Nodes of the type HTTP Request that call `ghlua serve`.
struct ServerCall {
  /// Without a slash at the end.
  let url: String

  func plan(credential: String, column: Int) -> WorkflowNode {
    node(
      RecipeWorkflow.Step.plan, "POST", "/v1/runs?wait=60",
      body: "={{ JSON.stringify($json.request) }}", credential, column)
  }

  func apply(credential: String, isYesGiven: Bool, column: Int) -> WorkflowNode {
    let plan = "$('\(RecipeWorkflow.Step.planResult)').first().json"
    let yes = isYesGiven ? ", yes: true" : ""
    return node(
      RecipeWorkflow.Step.apply, "POST", "/v1/plans/{{ \(plan).run_id }}/apply?wait=60",
      body: "={{ JSON.stringify({ checksum: \(plan).checksum\(yes) }) }}", credential, column)
  }

  /// Asks for a run that was not done when its answer was due.
  func look(_ name: String, credential: String, column: Int) -> WorkflowNode {
    var node = node(name, "GET", "/v1/runs/{{ $json.run_id }}?wait=60", credential, column)
    node.row = 1
    return node
  }

  static let isRunning = "={{ ['queued', 'running'].includes($json.status) }}"

  static func pause(_ name: String, column: Int) -> WorkflowNode {
    WorkflowNode(
      name: name, type: "wait", version: 1.1,
      parameters: ["resume": "timeInterval", "amount": 5, "unit": "seconds"], column: column,
      row: 1, isCalled: true)
  }

  private func node(
    _ name: String, _ method: String, _ path: String, body: String? = nil, _ credential: String,
    _ column: Int
  ) -> WorkflowNode {
    var parameters: JSONObject = [
      "method": .string(method), "url": .string("=\(url)\(path)"),
      "authentication": "genericCredentialType", "genericAuthType": "httpHeaderAuth",
    ]
    if let body {
      parameters["sendBody"] = true
      (parameters["contentType"], parameters["specifyBody"]) = ("json", "json")
      parameters["jsonBody"] = .string(body)
    }
    // A refusal has an object as well.
    parameters["options"] = [
      "timeout": 90_000,
      "response": ["response": ["neverError": true, "responseFormat": "json"]],
    ]
    return WorkflowNode(
      name: name, type: "httpRequest", version: 4.2, parameters: parameters, column: column,
      credential: ("httpHeaderAuth", credential), goesOn: true)
  }
}
