import Diagnostics
import JSON

/// Reads the inline tests of a header.
struct TestReader {
  static let fields = ["given", "with", "args", "event", "expect"]
  static let expectations = ["changes", "result", "rows", "failed", "error", "notes"]

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
      event: fields["event"], expect: expect)
  }
}
