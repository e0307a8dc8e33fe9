import Diagnostics
import JSON
import Planning

/// What an inline test expects, compared with what came.
struct Expectation {
  let expect: JSONObject

  init(_ test: RecipeTest) { expect = test.expect }

  /// What does not hold, a sentence each.
  func failures(of report: RunReport) -> [String] {
    if let text = expect["error"]?.string { return errorFailures(report, text) }
    if let problem = report.problem { return ["the run failed: \(problem.sentence)"] }
    var failures: [String] = []
    if let changes = expect["changes"] {
      failures += changeFailures(report.plan?.operations ?? [], list(changes))
    }
    if let result = expect["result"], !Self.matches(report.result, result) {
      failures.append("result is \(text(report.result)), expected \(result.text())")
    }
    if let why = expect["skip"]?.string, report.skipReason?.contains(why) != true {
      let came = report.skipReason.map { "it says: \($0)" } ?? "nothing was skipped"
      failures.append("expected to be skipped with '\(why)', but \(came)")
    }
    failures += rowFailures(report.rows)
    for note in list(expect["notes"]) {
      let said = report.messages.map(\.text)
      if !said.contains(where: { $0.contains(note.string ?? "") }) {
        failures.append("nothing printed contains \(note.text()); printed: \(said)")
      }
    }
    return failures
  }

  private func errorFailures(_ report: RunReport, _ text: String) -> [String] {
    guard let problem = report.problem else {
      return [
        "expected an error with '\(text)', but the run planned \(report.plan?.operations.brief ?? "nothing")"
      ]
    }
    return problem.sentence.contains(text)
      ? [] : ["expected an error with '\(text)', but it says: \(problem.sentence)"]
  }

  private func rowFailures(_ rows: [RunReport.Row]) -> [String] {
    var failures: [String] = []
    for (name, expected) in (expect["rows"]?.object ?? [:]).members.map({ ($0.key, $0.value) }) {
      let found = rows.count { $0.outcome.rawValue == name }
      if expected.integer != Int64(found) {
        failures.append("\(found) rows are \(name), expected \(expected.text())")
      }
    }
    guard let expected = expect["failed"] else { return failures }
    let failed = rows.filter { $0.outcome == .failed }
    if failed.count != list(expected).count {
      failures.append("\(failed.count) rows failed, expected \(list(expected).count)")
    }
    for (row, wanted) in zip(failed, list(expected)) {
      let fits =
        wanted["line"]?.integer == Int64(row.line)
        && (row.message ?? "").contains(wanted["message"]?.string ?? "")
      if !fits {
        failures.append(
          "line \(row.line) failed with '\(row.message ?? "")', expected \(wanted.text())")
      }
    }
    return failures
  }

  private func changeFailures(_ found: [PlannedOperation], _ expected: [JSONValue]) -> [String] {
    if found.count != expected.count {
      return ["\(found.count) changes instead of \(expected.count): \(found.brief)"]
    }
    return zip(found, expected).enumerated().compactMap { index, pair in
      mismatch(pair.0, pair.1).map { "change \(index + 1): \($0)" }
    }
  }

  private func mismatch(_ operation: PlannedOperation, _ expected: JSONValue) -> String? {
    guard let parts = expected.array, parts.count >= 2, let verb = parts[0].string,
      let target = parts[1].string
    else { return "is written { \"update\", \"users/…\", { … } }" }
    let names = [operation.id, operation.label, operation.request["email"]?.string ?? ""]
    guard verb == operation.kind.rawValue,
      names.contains(where: { target == "\(operation.resource)/\($0)" })
        || target == operation.resource
    else { return "is \([operation].brief), expected \(verb) \(target)" }
    guard parts.count > 2, let fields = parts[2].object else { return nil }
    return operation.kind == .create
      ? createMismatch(operation, fields) : updateMismatch(operation, fields)
  }

  private func createMismatch(_ operation: PlannedOperation, _ fields: JSONObject) -> String? {
    for member in fields where !Self.matches(operation.request[member.key], member.value) {
      return
        "\(member.key) is \(text(operation.request[member.key])), expected \(member.value.text())"
    }
    return nil
  }

  /// Every change must be named, as `field = { before, after }` or, in a map, one level deeper.
  private func updateMismatch(_ operation: PlannedOperation, _ fields: JSONObject) -> String? {
    var wanted: [String: JSONValue] = [:]
    for member in fields {
      if let nested = member.value.object, !nested.isEmpty {
        for inner in nested { wanted["/\(member.key)/\(inner.key)"] = inner.value }
      } else {
        wanted["/\(member.key)"] = member.value
      }
    }
    for change in operation.diff {
      guard let pair = wanted.removeValue(forKey: change.path)?.array, pair.count == 2 else {
        return "\(change.path) changes too, from \(text(change.before)) to \(text(change.after))"
      }
      guard Self.matches(change.before, pair[0]), Self.matches(change.after, pair[1]) else {
        return "\(change.path) goes from \(text(change.before)) to \(text(change.after)), "
          + "expected from \(pair[0].text()) to \(pair[1].text())"
      }
    }
    return wanted.keys.sorted().first.map { "\($0) does not change" }
  }

  /// Whether a value is as expected: of an object, the members named; `{}` stands for any nothing.
  static func matches(_ found: JSONValue?, _ expected: JSONValue) -> Bool {
    if case .object(let wanted) = expected {
      if wanted.isEmpty {
        return found == nil || found == .null || found == [] || found == .object([:])
      }
      guard let object = found?.object else { return false }
      return wanted.allSatisfy { matches(object[$0.key], $0.value) }
    }
    if case .array(let wanted) = expected {
      guard let elements = found?.array ?? (wanted.isEmpty ? [] : nil) else { return false }
      return elements.count == wanted.count && zip(elements, wanted).allSatisfy { matches($0, $1) }
    }
    if expected.isNull { return found == nil || found == .null }
    return found == expected
  }

  func list(_ value: JSONValue?) -> [JSONValue] { value?.array ?? [] }

  private func text(_ value: JSONValue?) -> String { value?.text() ?? "nothing" }
}
