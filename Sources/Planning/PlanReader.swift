import HighLevel
import JSON

/// Reads the parts of a plan file, naming the member that does not fit.
struct PlanReader {
  struct Failure: Error {
    var text: String
  }

  private let object: JSONObject
  private let path: String

  init(_ object: JSONObject, _ path: String) {
    self.object = object
    self.path = path
  }

  func plan() throws(Failure) -> Plan {
    let recipe = try part("recipe")
    var plan = Plan(
      recipe: Plan.Recipe(
        name: try recipe.text("name"), version: try recipe.text("version"),
        sha256: try recipe.text("sha256")),
      company: try text("company"), source: try text("source"),
      created: try value("created") { $0.string.flatMap { Timestamp($0) } },
      expires: try value("expires") { $0.string.flatMap { Timestamp($0) } },
      arguments: try value("args", \.object),
      limits: try value("limits") { $0.object.map(Limits.init(json:)) },
      reads: try parts("reads").map { part throws(Failure) in try part.read() },
      operations: try parts("ops").map { part throws(Failure) in try part.operation() },
      unchecked: try value("unchecked", \.strings), isComplete: try value("complete", \.bool))
    plan.profile = object["profile"]?.string
    plan.names = try names()
    return plan
  }

  private func names() throws(Failure) -> [String: String] {
    var names: [String: String] = [:]
    for member in try value("names", \.object) {
      guard let name = member.value.string else {
        throw Failure(text: "\(path)/names/\(member.key) is no text")
      }
      names[member.key] = name
    }
    return names
  }

  private func operation() throws(Failure) -> PlannedOperation {
    PlannedOperation(
      number: try number("n"), kind: try kind(), resource: try text("resource"),
      id: try text("id"), label: try text("label"), step: object["step"]?.string,
      row: object["row"]?.integer.map(Int.init), at: object["at"]?.string,
      request: try value("request", \.object),
      diff: try parts("diff").map { part throws(Failure) in try part.change() },
      precondition: try part("pre").precondition(),
      undo: try object["undo"].map { _ throws(Failure) in
        let undo = try part("undo")
        return Undo(try undo.kind(), request: try undo.value("request", \.object))
      }, irreversible: object["irreversible"]?.string,
      depends: try value("depends") { list in
        list.array.map { $0.compactMap { $0.integer.map(Int.init) } }
      })
  }

  private func kind() throws(Failure) -> PlannedOperation.Kind {
    try value("op") { $0.string.flatMap(PlannedOperation.Kind.init(rawValue:)) }
  }

  private func change() throws(Failure) -> FieldChange {
    FieldChange(path: try text("path"), before: present("before"), after: present("after"))
  }

  private func precondition() throws(Failure) -> Precondition {
    if let email = object["emailAbsent"]?.string { return .emailAbsent(email) }
    return .fields(try value("fields", \.object))
  }

  private func read() throws(Failure) -> PlannedRead {
    var result = ReadResult.absent
    if let record = object["record"]?.string { result = .record(record) }
    if object["ids"] != nil {
      result = .list(
        ListPrint(
          count: try number("count"), total: try number("total"), ids: try text("ids"),
          records: try text("records")))
    }
    return PlannedRead(
      operation: try text("op"), id: object.text("id"), fields: object["fields"]?.object ?? [:],
      result: result, isApproximate: object["approximate"]?.bool ?? false)
  }

  // MARK: Members

  private func present(_ key: String) -> JSONValue? {
    object[key]?.unlessNull
  }

  private func value<T>(_ key: String, _ read: (JSONValue) -> T?) throws(Failure) -> T {
    guard let value = object[key].flatMap(read) else {
      throw Failure(text: "\(path)/\(key) is missing or wrong")
    }
    return value
  }

  private func text(_ key: String) throws(Failure) -> String { try value(key, \.string) }

  private func number(_ key: String) throws(Failure) -> Int {
    try value(key) { $0.integer.map(Int.init) }
  }

  private func part(_ key: String) throws(Failure) -> PlanReader {
    PlanReader(try value(key, \.object), "\(path)/\(key)")
  }

  private func parts(_ key: String) throws(Failure) -> [PlanReader] {
    let items = try value(key, \.array)
    var parts: [PlanReader] = []
    for (index, item) in items.enumerated() {
      guard let object = item.object else {
        throw Failure(text: "\(path)/\(key)/\(index) is no object")
      }
      parts.append(PlanReader(object, "\(path)/\(key)/\(index)"))
    }
    return parts
  }
}
