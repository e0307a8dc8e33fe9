import JSON

/// Says what n8n would not take of a workflow, or would silently drop.
struct WorkflowValidator {
  private(set) var faults: [String] = []

  init(_ workflow: JSONValue) {
    let nodes = workflow["nodes"]?.array ?? []
    if workflow["name"]?.string?.isEmpty != false { faults.append("no name") }
    let names = nodes.compactMap { $0["name"]?.string }
    let ids = nodes.compactMap { $0["id"]?.string }
    if Set(names).count != nodes.count { faults.append("two nodes of one name") }
    if Set(ids).count != nodes.count { faults.append("two nodes of one id") }
    if Set(nodes.compactMap { $0["position"] }).count != nodes.count {
      faults.append("two nodes in one place")
    }
    for node in nodes { check(node) }
    checkConnections(workflow["connections"]?.object ?? [:], nodes)
  }

  private mutating func check(_ node: JSONValue) {
    let name = node["name"]?.string ?? "?"
    let prefix = "n8n-nodes-base."
    guard let type = node["type"]?.string, type.hasPrefix(prefix),
      let known = NodeType.all[String(type.dropFirst(prefix.count))]
    else { return faults.append("\(name): unknown type") }
    if node["typeVersion"] != known.version { faults.append("\(name): another version") }
    if node["id"]?.string?.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) == nil {
      faults.append("\(name): no id")
    }
    let position = node["position"]?.array?.compactMap(\.integer) ?? []
    if position.count != 2 { faults.append("\(name): no position") }
    if known.isCalled != (node["webhookId"]?.string != nil) {
      faults.append("\(name): webhookId")
    }
    for kind in (node["credentials"]?.object ?? [:]).keys where !known.credentials.contains(kind) {
      faults.append("\(name): takes no credential \(kind)")
    }
    check(
      node["parameters"] ?? .null, .object(known.parameters, needed: known.needed), name)
  }

  private mutating func check(_ value: JSONValue, _ shape: NodeShape, _ place: String) {
    // An expression may come to anything.
    if let text = value.string, text.hasPrefix("=") { return checkExpression(text, place) }
    let isRight: Bool
    switch shape {
    case .text: isRight = value.string != nil
    case .number: isRight = value.integer != nil
    case .flag: isRight = value.bool != nil
    case .choice(let values): isRight = values.contains(value)
    case .list(let element):
      isRight = value.array != nil
      for item in value.array ?? [] { check(item, element, "\(place)[]") }
    case .object(let shapes, let needed):
      isRight = value.object != nil
      checkMembers(value.object ?? [:], shapes, needed, place)
    case .when(_, _, let inner): return check(value, inner, place)
    }
    if !isRight { faults.append("\(place): cannot be \(value.text().prefix(60))") }
  }

  private mutating func checkMembers(
    _ object: JSONObject, _ shapes: [String: NodeShape], _ needed: Set<String>, _ place: String
  ) {
    for name in needed where object[name] == nil { faults.append("\(place): no \(name)") }
    for member in object {
      guard let shape = shapes[member.key] else {
        faults.append("\(place): no parameter is called \(member.key)")
        continue
      }
      if case .when(let other, let values, _) = shape,
        !values.contains(object[other] ?? .null)
      {
        faults.append("\(place).\(member.key): only with another \(other)")
      }
      check(member.value, shape, "\(place).\(member.key)")
    }
  }

  /// Braces in pairs, none inside: n8n ends an expression at the first `}}`.
  private mutating func checkExpression(_ text: String, _ place: String) {
    let opened = text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst()
    for part in opened where part.ranges(of: "}}").count != 1 {
      faults.append("\(place): an expression does not end: \(text)")
    }
  }

  private mutating func checkConnections(_ connections: JSONObject, _ nodes: [JSONValue]) {
    func type(of name: String) -> NodeType? {
      let type = nodes.first { $0["name"]?.string == name }?["type"]?.string ?? ""
      return NodeType.all[String(type.split(separator: ".").last ?? "")]
    }
    var reached: Set<String> = []
    for member in connections {
      let outputs = member.value["main"]?.array ?? []
      if outputs.count > type(of: member.key)?.outputs ?? 0 {
        faults.append("\(member.key): has not \(outputs.count) outputs")
      }
      for link in outputs.flatMap({ $0.array ?? [] }) {
        let name = link["node"]?.string ?? ""
        reached.insert(name)
        let isRight = link["type"] == "main" && link["index"] == 0
        if type(of: name)?.inputs != 1 || !isRight {
          faults.append("\(member.key): leads to \(name), which takes nothing")
        }
      }
    }
    for name in nodes.compactMap({ $0["name"]?.string })
    where type(of: name)?.inputs == 1 && !reached.contains(name) {
      faults.append("\(name): is not reached")
    }
    let triggers = nodes.compactMap { $0["name"]?.string }.filter {
      type(of: $0)?.inputs == 0 && type(of: $0)?.outputs == 1
    }
    if triggers.count != 1 { faults.append("\(triggers.count) triggers") }
  }
}
