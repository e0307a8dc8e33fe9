import JSON

/// A workflow as n8n imports it.
struct Workflow {
  let name: String
  private(set) var nodes: [WorkflowNode] = []
  private var links: [(from: String, output: Int, to: String)] = []

  init(name: String) { self.name = name }

  mutating func add(_ node: WorkflowNode) { nodes.append(node) }

  /// Sends what comes out of one node into another.
  mutating func connect(_ from: String, output: Int = 0, to: String) {
    links.append((from, output, to))
  }

  /// Adds a node behind another one.
  mutating func add(_ node: WorkflowNode, after name: String, output: Int = 0) {
    add(node)
    connect(name, output: output, to: node.name)
  }

  var json: JSONObject {
    [
      "name": .string(name), "nodes": .array(nodes.map { .object($0.json(in: name)) }),
      "connections": .object(connections), "active": false,
      "settings": ["executionOrder": "v1"], "pinData": [:],
    ]
  }

  private var connections: JSONObject {
    var result = JSONObject()
    for node in nodes {
      let own = links.filter { $0.from == node.name }
      guard let last = own.map(\.output).max() else { continue }
      let outputs = (0...last).map { output -> JSONValue in
        .array(
          own.filter { $0.output == output }.map {
            ["node": .string($0.to), "type": "main", "index": 0]
          })
      }
      result[node.name] = ["main": .array(outputs)]
    }
    return result
  }
}

/// A node of a workflow.
struct WorkflowNode {
  var name: String
  /// Without the package's name, which is n8n's own.
  var type: String
  var version: JSONValue
  var parameters: JSONObject
  /// The place on the canvas, in steps.
  var column: Int
  var row = 0
  /// The kind of the credential, and what it is called in n8n.
  var credential: (kind: String, name: String)?
  /// Whether n8n gives it an address of its own.
  var isCalled = false
  /// Whether the workflow goes on when it fails, with `error` in the item.
  var goesOn = false

  func json(in workflow: String) -> JSONObject {
    var result: JSONObject = [
      "id": .string(Self.id("\(workflow)/\(name)")), "name": .string(name),
      "type": .string("n8n-nodes-base.\(type)"), "typeVersion": version,
      "position": [.integer(Int64(column * 220)), .integer(Int64(row * 200))],
      "parameters": .object(parameters),
    ]
    if isCalled { result["webhookId"] = .string(Self.id("\(workflow)/\(name)/webhook")) }
    if goesOn { result["onError"] = "continueRegularOutput" }
    if let credential {
      // n8n finds it by its name; an id is only known inside of one installation.
      result["credentials"] = .object([
        credential.kind: ["name": .string(credential.name)]
      ])
    }
    return result
  }

  /// Looks like a random one, and is the same for the same text: so is the file.
  private static func id(_ text: String) -> String {
    let digits = ["a", "b"].map { salt -> String in
      // FNV-1a
      let hash = (salt + text).utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01b3
      }
      let text = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
    var rest = Substring(digits)
    let parts = [8, 4, 4, 4, 12].map { count -> String in
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }
    // Version 4, variant 1 (RFC 9562).
    return "\(parts[0])-\(parts[1])-4\(parts[2].dropFirst())-a\(parts[3].dropFirst())-\(parts[4])"
  }
}
