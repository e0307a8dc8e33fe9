import Engine
import HighLevel
import JSON

/// A recipe as a tool: its arguments as a schema, and true hints from what it may do.
struct RecipeTool {
  let recipe: Recipe

  var json: JSONObject {
    [
      "name": .string(recipe.name), "title": .string(recipe.summary),
      "description": .string(description), "inputSchema": .object(inputSchema),
      "outputSchema": Self.outputSchema, "annotations": .object(annotations),
    ]
  }

  private var description: String {
    let writes =
      kinds.isEmpty
      ? ""
      : """
      \n\nThe call itself changes nothing: it gives a plan with a checksum, to be shown to a person \
      and then applied.
      """
    let doc = recipe.doc.isEmpty ? "" : "\n\n\(recipe.doc)"
    return "\(recipe.summary).\(doc)\n\nIt may: \(recipe.can.joined(separator: ", ")).\(writes)"
  }

  /// The kinds of writes that the header allows.
  private var kinds: Set<HighLevel.Operation.Kind> {
    Set(
      Operations.all.filter { operation in
        operation.kind != .read
          && recipe.can.contains { $0.prefix { $0 != "(" && $0 != " " } == operation.capability }
      }.map(\.kind))
  }

  /// Of what comes of it in the end. Every shipped recipe proves in its tests that a second run
  /// after an apply finds nothing to do.
  private var annotations: JSONObject {
    [
      "title": .string(recipe.name), "readOnlyHint": .bool(kinds.isEmpty),
      "destructiveHint": .bool(kinds.contains(.delete) || kinds.contains(.update)),
      "idempotentHint": true, "openWorldHint": true,
    ]
  }

  /// Files of this machine are closed to callers, so what would be in one is given as text.
  private var inputSchema: JSONObject {
    var schema = RecipeSchema.schema(of: recipe).object ?? [:]
    var properties = schema["properties"]?.object ?? [:]
    for parameter in recipe.parameters {
      switch parameter.type {
      case .file:
        properties[parameter.name] = [
          "type": "object", "description": .string("\(parameter.help); its text"),
          "properties": ["text": ["type": "string"]], "required": ["text"],
          "additionalProperties": false,
        ]
      case .secret:
        let words = "\(parameter.help); env:NAME takes one that the server was started with"
        properties[parameter.name] = ["type": "string", "description": .string(words)]
      default: break
      }
    }
    schema["properties"] = .object(properties)
    return schema
  }

  /// The object of a run, as far as every run has it.
  static let outputSchema: JSONValue = [
    "type": "object",
    "properties": [
      "schema": ["type": "string"], "ok": ["type": "boolean"],
      "status": [
        "type": "string", "description": "planned, skipped, refused, failed, applied, partial, …",
      ],
      "checksum": ["type": "string", "description": "names this plan, for apply"],
      "summary": ["type": "object"], "changes": ["type": "array"],
      "problem": ["type": "object"],
    ],
    "required": ["schema", "ok", "status"],
  ]
}
