import DaemonStore
import JSON

/// The run API in OpenAPI 3.0, for programs that make clients of it.
enum OpenAPI {
  static let document: JSONObject = [
    "openapi": "3.0.3",
    "info": [
      "title": "ghlua run API", "version": "1",
      "description":
        "Plans recipes, has plans approved and applied. A run writes nothing; only an approved plan does.",
    ],
    "security": [["token": []]],
    "paths": .object(JSONObject(paths)),
    "components": [
      "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
      "schemas": schemas,
    ],
  ]

  private static let paths: [(String, JSONValue)] = [
    (
      "/v1/runs",
      [
        "get": operation(
          "listRuns", "Runs, newest first",
          RunAPI.listFields.map(\.parameter), success: ["200": page("runs", "Run")]),
        "post": operation(
          "planRecipe", "Plan a recipe",
          [
            wait,
            [
              "name": "Idempotency-Key", "in": "header", "required": false,
              "schema": ["type": "string", "minLength": 1, "maxLength": 200],
              "description": "the same key with the same request gives the same run",
            ],
          ], body: "Order", success: started),
      ]
    ),
    (
      "/v1/runs/{id}",
      ["get": operation("getRun", "A run", [id, wait], success: ["200": answer("Run")])]
    ),
    (
      "/v1/runs/{id}/items",
      [
        "get": operation(
          "listItems", "What it changes", [id, from], success: ["200": page("items", "Item")])
      ]
    ),
    (
      "/v1/runs/{id}/log",
      ["get": operation("readLog", "Its log", [id, from], success: ["200": page("log", "Line")])]
    ),
    (
      "/v1/runs/{id}/plan",
      ["get": operation("getPlan", "Its plan", [id], success: ["200": answer("Plan")])]
    ),
    (
      "/v1/runs/{id}/events",
      [
        "get": operation(
          "followRun", "Its progress as server-sent events", [id],
          success: [
            "200": [
              "description": "progress, log, and at last end",
              "content": ["text/event-stream": ["schema": ["type": "string"]]],
            ]
          ])
      ]
    ),
    (
      "/v1/runs/{id}/cancel",
      ["post": operation("cancelRun", "Cancel a run", [id, wait], success: started)]
    ),
    (
      "/v1/runs/{id}/acknowledge",
      ["post": operation("acknowledgeRun", "Mark as seen", [id], success: ["200": answer("Run")])]
    ),
    (
      "/v1/runs/{id}/resume",
      [
        "post": operation(
          "resumeRun", "Go on with an apply that was broken off", [id, wait], success: started)
      ]
    ),
    (
      "/v1/runs/{id}/undo",
      [
        "post": operation(
          "undoRun", "Plan the way back from an apply", [id, wait], success: started)
      ]
    ),
    (
      "/v1/plans/{id}/apply",
      [
        "post": operation(
          "applyPlan", "Approve the plan of a run and apply it", [id, wait], body: "Approval",
          success: started)
      ]
    ),
    (
      "/v1/plans/{id}/reject",
      ["post": operation("rejectPlan", "Turn a plan down", [id], success: ["200": answer("Run")])]
    ),
    (
      "/v1/recipes",
      [
        "get": operation(
          "listRecipes", "Recipes that can be called", [],
          success: ["200": page("recipes", "Recipe")])
      ]
    ),
    (
      "/v1/events",
      [
        "get": operation(
          "listEvents", "Events that came in",
          RunAPI.eventFields.map(\.parameter),
          success: ["200": page("events", "Event")])
      ]
    ),
    (
      "/v1/events/{id}/replay",
      [
        "post": operation(
          "replayEvent", "Start its recipes once more", [id], success: ["202": answer("Replayed")])
      ]
    ),
    (
      "/v1/deliveries",
      [
        "get": operation(
          "listDeliveries", "Webhooks out",
          RunAPI.deliveryFields.map(\.parameter),
          success: ["200": page("deliveries", "Delivery")])
      ]
    ),
    (
      "/v1/deliveries/{id}/redeliver",
      ["post": operation("redeliver", "Send a webhook now", [id], success: ["202": answer("Done")])]
    ),
  ]

  // MARK: Pieces

  private static let id: JSONValue = [
    "name": "id", "in": "path", "required": true, "schema": ["type": "string"],
  ]
  private static let from = QueryField.from.parameter
  private static let wait = QueryField.wait.parameter
  private static let started: JSONObject = [
    "200": answer("Run", "the run has ended"), "202": answer("Run", "it goes on"),
  ]

  private static func words(_ values: some Sequence<some RawRepresentable<String>>) -> JSONValue {
    ["type": "string", "enum": .strings(values.map(\.rawValue))]
  }

  private static func answer(_ schema: String, _ text: String = "done") -> JSONValue {
    [
      "description": .string(text),
      "content": ["application/json": ["schema": reference(schema)]],
    ]
  }

  private static func page(_ name: String, _ schema: String) -> JSONValue {
    let body: JSONValue = [
      "type": "object", "required": ["schema", "ok", .string(name), "next"],
      "properties": .object([
        "schema": ["type": "string"], "ok": ["type": "boolean"],
        name: ["type": "array", "items": reference(schema)],
        "next": ["type": "string", "nullable": true],
      ]),
    ]
    return ["description": "a page", "content": ["application/json": ["schema": body]]]
  }

  private static func reference(_ name: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/\(name)")]
  }

  private static func operation(
    _ name: String, _ summary: String, _ parameters: [JSONValue], body: String? = nil,
    success: JSONObject
  ) -> JSONValue {
    var answers = success
    let mayFail = [
      ("400", "the request cannot be read"), ("401", "a token is needed"),
      ("403", "the token may not do that"), ("404", "there is no such thing"),
      ("405", "another method is wanted"), ("408", "the body came too slowly"),
      ("409", "it cannot be done as things are now"), ("413", "the body is too large"),
      ("415", "the body is of another type"), ("421", "another name was asked for"),
      ("422", "the request asks for what cannot be"), ("503", "try again later"),
    ]
    for (status, text) in mayFail { answers[status] = answer("Problem", text) }
    var object: JSONObject = [
      "operationId": .string(name), "summary": .string(summary), "parameters": .array(parameters),
      "responses": .object(answers),
    ]
    if let body {
      object["requestBody"] = [
        "required": true, "content": ["application/json": ["schema": reference(body)]],
      ]
    }
    return .object(object)
  }

  private static let text: JSONValue = ["type": "string"]
  private static let maybe: JSONValue = ["type": "string", "nullable": true]
  private static let number: JSONValue = ["type": "integer"]

  private static func object(_ required: JSONObject, _ more: JSONObject = [:], isOpen: Bool = true)
    -> JSONValue
  {
    var properties = required
    for member in more { properties[member.key] = member.value }
    return [
      "type": "object", "required": .strings(required.keys), "properties": .object(properties),
      "additionalProperties": .bool(isOpen),
    ]
  }

  private static let schemas: JSONValue = [
    "Order": object(
      ["recipe": ["type": "string", "minLength": 1]],
      [
        "args": ["type": "object", "nullable": true],
        "event": ["type": "object", "nullable": true],
        "profile": maybe,
      ], isOpen: false),
    "Approval": object(
      ["checksum": ["type": "string", "minLength": 1]],
      [
        "limits": [
          "type": "object", "nullable": true,
          "additionalProperties": ["type": "integer", "minimum": 0, "maximum": 1_000_000],
        ],
        "allow": ["type": "array", "nullable": true, "items": text],
      ], isOpen: false),
    "Run": object(
      [
        "schema": text, "ok": ["type": "boolean"], "status": words(RunStatus.allCases),
        "mode": words(RunKind.allCases), "run_id": text, "recipe": text, "profile": text,
        "company": text, "title": text, "queued_at": text, "started_at": maybe,
        "finished_at": maybe, "checksum": maybe, "reason": maybe, "url": text,
        "summary": ["type": "object"], "progress": ["type": "object"],
      ], ["problem": ["type": "object"]]),
    "Item": object([
      "n": number, "op": text, "resource": text, "id": text, "label": text,
      "before": ["nullable": true], "after": ["nullable": true], "outcome": text, "message": text,
    ]),
    "Line": object(["n": number, "at": text, "level": text, "text": text]),
    "Plan": object(["format": text]),
    "Recipe": object([
      "name": text, "version": text, "summary": text, "on": ["type": "array", "items": text],
      "args": ["type": "object"],
    ]),
    "Event": object([
      "id": text, "source": text, "event_id": text, "type": text,
      "status": words(EventStatus.allCases), "note": text, "received_at": text,
      "replays": number, "duplicates": number,
    ]),
    "Replayed": object(["schema": text, "ok": ["type": "boolean"], "event": reference("Event")]),
    "Done": object(["schema": text, "ok": ["type": "boolean"]]),
    "Delivery": object([
      "id": text, "target": text, "event_id": text, "type": text,
      "status": words(DeliveryStatus.allCases), "attempts": number, "created_at": text,
      "next_at": text, "last_error": text,
    ]),
    "Problem": object([
      "schema": text, "ok": ["type": "boolean"],
      "problem": object(["code": text, "message": text, "hint": maybe]),
    ]),
  ]
}
