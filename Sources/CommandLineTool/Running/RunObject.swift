import Diagnostics
import Engine
import HighLevel
import JSON
import Planning

/// The object that `--json` prints for everything that plans or applies: `ghlua.run/1`.
struct RunObject {
  /// Larger objects are not taken by those who start programs and read their output.
  static let largest = 256 << 10
  /// So much of the object the recipe's result may be.
  private static let largestResult = 64 << 10
  private static let mostRows = 100
  private static let mostMessages = 100

  private(set) var object: JSONObject

  /// - Parameter mode: `plan` or `apply`.
  init(mode: String, status: String, ok: Bool) {
    object = ["schema": "ghlua.run/1", "ok": .bool(ok), "status": .string(status)]
    object["mode"] = .string(mode)
  }

  /// Nil becomes JSON's null.
  mutating func set(_ name: String, _ value: JSONValue?) { object[name] = value ?? .null }

  /// Which recipe, which company, and how many changes.
  mutating func add(_ plan: Plan) {
    set("recipe", .string(plan.recipe.name))
    set("version", .string(plan.recipe.version))
    set("source", .string(plan.source))
    set("company", .string(plan.company))
    set("run_id", nil)
    set("plan", .string(plan.id))
    set("checksum", .string(plan.checksum))
    set("complete", .bool(plan.isComplete))
    let summary = plan.summary
    set(
      "summary",
      [
        "create": .integer(Int64(summary.create)), "update": .integer(Int64(summary.update)),
        "delete": .integer(Int64(summary.delete)),
        "irreversible": .integer(Int64(summary.irreversible)),
      ])
    set("unchecked", .strings(plan.unchecked))
  }

  /// What the run left besides its plan.
  mutating func add(_ report: RunReport) {
    addRows(report.rows)
    let text = report.result?.text(ascii: true) ?? ""
    let fits = text.utf8.count <= Self.largestResult
    set("result", fits ? report.result : nil)
    if !fits { set("result_truncated", true) }
    if let reason = report.skipReason { set("skip_reason", .string(reason)) }
    set("notes", .strings(messages(report, .note)))
    set("log", .strings(messages(report, .log)))
    set("warnings", .strings(report.warnings.prefix(Self.mostMessages)))
  }

  private func messages(_ report: RunReport, _ kind: RunReport.Message.Kind) -> [String] {
    report.messages.lazy.filter { $0.kind == kind }.prefix(Self.mostMessages)
      .map { String($0.text.prefix(500)) }
  }

  private mutating func addRows(_ rows: [RunReport.Row]) {
    let failed = rows.filter { $0.outcome == .failed }
    let failures = failed.prefix(Self.mostRows).map { row -> JSONValue in
      [
        "line": .integer(Int64(row.line)),
        "message": .string(String((row.message ?? "").prefix(500))),
        "at": row.place.map { .string($0) } ?? .null,
      ]
    }
    var object: JSONObject = [
      "total": .integer(Int64(rows.count)), "failed": .integer(Int64(failed.count)),
    ]
    for outcome in RunReport.Row.Outcome.allCases where outcome != .failed {
      object[outcome.rawValue] = .integer(Int64(rows.count { $0.outcome == outcome }))
    }
    object["failures"] = .array(failures)
    object["failures_truncated"] = .bool(failed.count > failures.count)
    set("rows", .object(object))
  }

  /// What became of each operation; as many as fit.
  mutating func add(_ outcomes: [ApplyReport.Outcome]) {
    let done = outcomes.filter(\.isDone)
    let failed = outcomes.count { if case .failed = $0.result { true } else { false } }
    set(
      "applied",
      [
        "total": .integer(Int64(outcomes.count)), "done": .integer(Int64(done.count)),
        "failed": .integer(Int64(failed)),
        "not_done": .integer(Int64(outcomes.count - done.count - failed)),
      ])
  }

  /// The changes, as many as fit into what is left; the last thing to add.
  mutating func add(changes: [JSONValue]) {
    let room = Self.largest - JSONValue.object(object).text(ascii: true).utf8.count - 100
    var used = 0
    let shown = changes.prefix { change in
      used += change.text(ascii: true).utf8.count + 1
      return used <= room
    }
    set("changes", .array(Array(shown)))
    set("changes_truncated", .bool(shown.count < changes.count))
  }
}

extension PlannedOperation {
  /// The operation as one of the changes in a run's object.
  func change(_ outcome: ApplyReport.Outcome? = nil) -> JSONValue {
    var object: JSONObject = [
      "op": .string(kind.rawValue), "resource": .string(resource),
      "id": .string(outcome?.id ?? id), "label": .string(label),
      "diff": .array(diff.map(\.json)),
    ]
    object["row"] = row.map { .integer(Int64($0)) }
    object["irreversible"] = irreversible.map { .string($0) }
    switch outcome?.result {
    case nil: break
    case .done: object["outcome"] = "done"
    case .failed(let error):
      object["outcome"] = "failed"
      object["reason"] = .string(error.description)
    case .unsettled(let error):
      object["outcome"] = "unsettled"
      object["reason"] = .string(error.description)
    case .untouched(let why):
      object["outcome"] = "untouched"
      object["reason"] = .string(why)
    }
    return .object(object)
  }
}
