import JSON
import Planning

/// What a test expects beside what came, both written as the test would write them.
public struct TestDifference: Sendable, Hashable {
  /// The field of `expect`: `changes`, `result`.
  public var what: String
  public var expected: String
  public var found: String
}

extension Expectation {
  /// The parts that differ. Of what came, only what the test names is shown.
  func differences(of report: RunReport) -> [TestDifference] {
    guard expect["error"] == nil, report.problem == nil else { return [] }
    var differences: [TestDifference] = []
    if let changes = expect["changes"] {
      let expected = list(changes)
      let found = (report.plan?.operations ?? []).enumerated().map { index, operation in
        operation.asExpectation(like: index < expected.count ? expected[index] : nil)
      }
      add("changes", .array(expected), .array(found), to: &differences)
    }
    if let result = expect["result"] {
      add("result", result, Self.shown(report.result, like: result), to: &differences)
    }
    return differences
  }

  private func add(
    _ what: String, _ expected: JSONValue, _ found: JSONValue,
    to differences: inout [TestDifference]
  ) {
    let (left, right) = (LuaText.of(expected), LuaText.of(found))
    guard left != right else { return }
    differences.append(TestDifference(what: what, expected: left, found: right))
  }

  /// A value cut down to what is expected of it.
  static func shown(_ found: JSONValue?, like expected: JSONValue) -> JSONValue {
    if matches(found, expected) { return expected }
    switch (found, expected) {
    case (.object(let object), .object(let wanted)) where !wanted.isEmpty:
      return .object(
        JSONObject(
          uniqueMembers: wanted.members.compactMap { member in
            object[member.key].map {
              JSONObject.Member(key: member.key, value: shown($0, like: member.value))
            }
          }))
    case (.array(let elements), .array(let wanted)):
      return .array(
        elements.enumerated().map { index, element in
          index < wanted.count ? shown(element, like: wanted[index]) : element
        })
    default: return found ?? .null
    }
  }
}

extension PlannedOperation {
  /// As a test would expect it: `{ "update", "users/ana", { field = { before, after } } }`.
  fileprivate func asExpectation(like expected: JSONValue?) -> JSONValue {
    let names =
      [id, label, request["email"]?.string ?? ""].map { "\(resource)/\($0)" } + [resource]
    let target = expected?.array?.dropFirst().first?.string
    let own = kind == .create ? request["email"]?.string ?? label : id
    var parts: [JSONValue] = [
      .string(kind.rawValue),
      .string(target.flatMap { names.contains($0) ? $0 : nil } ?? "\(resource)/\(own)"),
    ]
    let wanted = (expected?.array?.count ?? 3) > 2
    if wanted, kind == .update { parts.append(.object(changes)) }
    if wanted, kind == .create { parts.append(created(like: expected?.array?.last)) }
    return .array(parts)
  }

  /// The lines of the diff, those of maps one level deeper.
  private var changes: JSONObject {
    diff.reduce(into: [:]) { object, change in
      let pair = JSONValue.array([change.before ?? .null, change.after ?? .null])
      let path = change.path.split(separator: "/").map(String.init)
      guard path.count > 1 else { return object[path.first ?? ""] = pair }
      var inner = object[path[0]]?.object ?? [:]
      inner[path[1...].joined(separator: "/")] = pair
      object[path[0]] = .object(inner)
    }
  }

  private func created(like expected: JSONValue?) -> JSONValue {
    var fields = request
    fields["password"] = nil
    fields["companyId"] = nil
    guard let expected, expected.object != nil else { return .object(fields) }
    return Expectation.shown(.object(fields), like: expected)
  }
}
