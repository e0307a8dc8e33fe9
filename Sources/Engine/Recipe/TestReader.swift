import Diagnostics
import JSON

/// Reads the inline tests of a header.
struct TestReader {
  static let fields = ["given", "with", "args", "event", "now", "faults", "expect"]
  static let expectations = [
    "changes", "result", "rows", "failed", "error", "skip", "notes", "apply",
  ]
  /// What a fault may say; see `TestCompany.inject`.
  static let faultFields = [
    "operation", "effect", "status", "message", "after", "times", "carriedOut",
  ]

  let header: HeaderReader

  func tests(_ value: JSONValue?, after line: Int) throws(Problem) -> [RecipeTest] {
    guard let value, value.object?.isEmpty != true else { return [] }
    guard let list = value.array else {
      throw header.problem(
        "'tests' must be a list of test \"…\" { … }", after: line, near: "tests")
    }
    var tests: [RecipeTest] = []
    for item in list { tests.append(try test(item, after: line)) }
    return tests
  }

  private func test(_ item: JSONValue, after line: Int) throws(Problem) -> RecipeTest {
    guard item["kind"]?.string == "test", let name = item["name"]?.string else {
      throw header.problem("a test is written test \"what it shows\" { … }", after: line)
    }
    let own = Int(item["line"]?.integer ?? Int64(line))
    let fields = item["fields"]?.object ?? [:]
    for key in fields.keys where !Self.fields.contains(key) {
      throw header.unknown(key, among: Self.fields, what: "field of a test", after: own)
    }
    let expect = fields["expect"]?.object ?? [:]
    for key in expect.keys where !Self.expectations.contains(key) {
      throw header.unknown(key, among: Self.expectations, what: "expectation", after: own)
    }
    guard !expect.isEmpty else {
      throw header.problem(
        "the test '\(name)' expects nothing", after: own, hint: "add expect = { changes = { … } }")
    }
    return RecipeTest(
      name: name, line: own, given: fields["given"]?.string ?? "empty",
      with: fields["with"]?.object ?? [:], arguments: fields["args"]?.object ?? [:],
      event: fields["event"], now: fields["now"]?.string,
      faults: try faults(fields["faults"], after: own), expect: expect)
  }

  private func faults(_ value: JSONValue?, after line: Int) throws(Problem) -> [JSONObject] {
    guard let value, value.object?.isEmpty != true else { return [] }
    let faults = value.array?.compactMap(\.object) ?? []
    guard !faults.isEmpty, faults.count == value.array?.count else {
      throw header.problem(
        "'faults' must be a list of { operation = \"users.update\", status = 500 }", after: line,
        near: "faults")
    }
    for fault in faults {
      for key in fault.keys where !Self.faultFields.contains(key) {
        throw header.unknown(key, among: Self.faultFields, what: "field of a fault", after: line)
      }
    }
    return faults
  }
}
