import Diagnostics
import HighLevel
public import JSON

/// The saved form.
extension MockState {
  /// The value of the member `format`; another one is another program's file.
  public static let format = "ghlua.mock-state/1"

  public var json: JSONValue {
    var object: JSONObject = [
      "format": .string(Self.format),
      "companyId": .string(companyId),
      "now": .string(clock.now.description),
      "generator": .string(String(generator.state)),
      "locations": .array(locations.map { .object($0) }),
      "users": .array(users.map { .object($0) }),
      "contacts": .array(contacts.map { .object($0) }),
      "queue": Self.json(queue),
    ]
    // Most companies have none, and files from before tokens were listed have no such member.
    if !tokens.isEmpty { object["tokens"] = .array(tokens.map(\.json)) }
    return .object(object)
  }

  static func json(_ queue: [QueuedDelete]) -> JSONValue {
    .array(queue.map { ["userId": .string($0.userId), "due": .string($0.due.description)] })
  }

  /// Reads the saved form; every fault is one sentence that names the member.
  public init(json: JSONValue) throws(MockStateError) {
    guard case .object(let fields) = json else {
      throw MockStateError("the file holds a JSON \(json.kind), not a saved company")
    }
    guard let format = fields["format"]?.string, format == Self.format else {
      let found = fields["format"]?.string.map { "its format is '\($0)'" } ?? "it names no format"
      throw MockStateError("this is no saved company: \(found), not '\(Self.format)'")
    }
    let known = [
      "format", "companyId", "now", "generator", "locations", "users", "contacts", "queue",
      "tokens",
    ]
    if let odd = fields.keys.first(where: { !known.contains($0) }) {
      let hint = Suggestion.hint(for: odd, in: known).map { "; \($0)" } ?? ""
      throw MockStateError("a saved company has no member '\(odd)'\(hint)")
    }
    let companyId = try Self.text("companyId", in: fields)
    guard let now = Timestamp(try Self.text("now", in: fields)) else {
      throw MockStateError("'now' is no moment like \(MockClock.start)")
    }
    guard let seed = UInt64(try Self.text("generator", in: fields)) else {
      throw MockStateError("'generator' is no whole number written as a string")
    }
    self.init(
      companyId: companyId, clock: MockClock(now: now), generator: SeededGenerator(seed: seed),
      users: try Self.records("users", in: fields),
      locations: try Self.records("locations", in: fields),
      contacts: try Self.records("contacts", in: fields), queue: try Self.queue(in: fields),
      tokens: try Self.tokens(in: fields))
  }

  private static func tokens(in fields: JSONObject) throws(MockStateError) -> [MockGrant] {
    guard let list = fields["tokens"] else { return [] }
    guard let elements = list.array else { throw MockStateError("'tokens' is no list") }
    var result: [MockGrant] = []
    for element in elements { result.append(try MockGrant(json: element)) }
    return result
  }

  static func text(_ key: String, in fields: JSONObject) throws(MockStateError) -> String {
    guard let text = fields[key]?.string else {
      throw MockStateError("'\(key)' is missing or no string")
    }
    return text
  }

  private static func objects(
    _ key: String, in fields: JSONObject
  ) throws(MockStateError) -> [JSONObject] {
    guard let elements = fields[key]?.array else {
      throw MockStateError("'\(key)' is missing or no list")
    }
    var result: [JSONObject] = []
    for (index, element) in elements.enumerated() {
      guard let object = element.object else {
        throw MockStateError("'\(key)[\(index)]' is no object")
      }
      result.append(object)
    }
    return result
  }

  /// Objects with an id each, no id twice.
  private static func records(
    _ key: String, in fields: JSONObject
  ) throws(MockStateError) -> [JSONObject] {
    let records = try objects(key, in: fields)
    var seen: Set<String> = []
    for (index, record) in records.enumerated() {
      guard let id = record["id"]?.string, !id.isEmpty else {
        throw MockStateError("'\(key)[\(index)].id' is missing or no string")
      }
      guard seen.insert(id).inserted else {
        throw MockStateError("'\(key)[\(index)].id' is '\(id)', like another before it")
      }
    }
    return records
  }

  static func queue(in fields: JSONObject) throws(MockStateError) -> [QueuedDelete] {
    var result: [QueuedDelete] = []
    for (index, entry) in try objects("queue", in: fields).enumerated() {
      guard let id = entry["userId"]?.string,
        let due = entry["due"]?.string.flatMap(Timestamp.init)
      else { throw MockStateError("'queue[\(index)]' needs a userId and a moment 'due'") }
      result.append(QueuedDelete(userId: id, due: due))
    }
    return result.sorted { $0.due < $1.due }
  }
}

/// Why JSON is no saved company.
public struct MockStateError: Error, Sendable, Hashable {
  public var message: String

  init(_ message: String) { self.message = message }
}
