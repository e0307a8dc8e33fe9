import Diagnostics
import HighLevel
import JSON

@testable import CommandLineTool
@testable import Engine
@testable import Planning

/// Things to render, as runs make them.
enum Samples {
  static let plain = TextStyle(color: false, width: 80)
  static let coloured = TextStyle(color: true, width: 80)

  static let names = ["ber": "Berlin", "par": "Paris", "zac": "Zacatepec", "lis": "Lisbon"]

  static func operation(
    _ number: Int, _ kind: PlannedOperation.Kind, _ label: String, _ diff: [FieldChange] = [],
    step: String? = nil, row: Int? = nil, request: JSONObject = [:], irreversible: String? = nil
  ) -> PlannedOperation {
    PlannedOperation(
      number: number, kind: kind, resource: "users", id: "id\(number)", label: label, step: step,
      row: row, at: nil, request: request, diff: diff, precondition: .fields([:]), undo: nil,
      irreversible: irreversible, depends: [])
  }

  static func plan(
    _ operations: [PlannedOperation], unchecked: [String] = [], isComplete: Bool = true
  ) -> Plan {
    Plan(
      recipe: Plan.Recipe(name: "move-user", version: "1.0.0", sha256: "sha256:00"),
      company: "ve9EPM428h8vShlRW1KT", source: "mock",
      created: Timestamp(milliseconds: 1_767_614_400_000), operations: operations,
      unchecked: unchecked, isComplete: isComplete)
  }

  static func report(
    _ status: RunReport.Status = .planned, skipReason: String? = nil, rows: [RunReport.Row] = [],
    messages: [RunReport.Message] = [], warnings: [String] = []
  ) -> RunReport {
    var report = RunReport(
      status: status, rows: rows, messages: messages, warnings: warnings, secrets: Secrets(),
      tables: [:])
    report.skipReason = skipReason
    return report
  }

  static let moved = operation(
    1, .update, "john@deo.com",
    [
      FieldChange(
        path: "/locationIds", before: ["ber", "par", "zac"], after: ["lis", "par", "zac"]),
      FieldChange(path: "/phone", before: "+4930111", after: "+351211"),
      FieldChange(path: "/permissions/contactsEnabled", before: true, after: false),
      FieldChange(path: "/permissions/tagsEnabled", before: false, after: true),
    ])

  static let created = operation(
    2, .create, "mei@lin.example",
    [
      FieldChange(path: "/firstName", before: nil, after: "美"),
      FieldChange(path: "/locationIds", before: nil, after: ["ber", "unknown-id"]),
      FieldChange(path: "/password", before: nil, after: "(set)"),
    ], row: 12)

  static let deleted = operation(
    3, .delete, "rubika@deos.com",
    irreversible: "a deleted user cannot be brought back, only created anew with another id")

  static func recipe(
    name: String = "move-user", summary: String = "Move a user to another location",
    doc: String = "", parameters: [Engine.Parameter] = [], can: [String] = [],
    limits: Limits = Limits(), examples: [String] = [], isDeclared: Bool = true
  ) -> Recipe {
    Recipe(
      file: RecipeFile(
        name: name, displayName: "\(name).lua", source: "", folder: nil, isShipped: true),
      isDeclared: isDeclared, name: name, version: "1.0.0", summary: summary, doc: doc,
      parameters: parameters, can: can, capabilities: .everything, limits: limits, events: [],
      schedule: nil, examples: examples, tests: [], fixtures: [:])
  }

  static let onboarding = recipe(
    name: "onboard", summary: "Create the people of a list",
    doc: """
      The e-mail is the key. New people are created; of people who exist, what the row
      names is brought up to date.

        - an indented line stays as it is
      """,
    parameters: [
      Engine.Parameter(
        name: "people", type: .rows, help: "One person a row", position: 1, maximum: 5000,
        columns: [
          Engine.Parameter(name: "email", type: .email, help: "The key", unique: true),
          Engine.Parameter(
            name: "location", type: .list, help: "Ids or names", elementType: .location,
            separator: ";"),
          Engine.Parameter(
            name: "role", type: .enum, optional: true, choices: ["user", "admin"]),
        ]),
      Engine.Parameter(
        name: "days", type: .integer, help: "How many", defaultValue: 30, minimum: 1,
        maximum: 365),
      Engine.Parameter(name: "password", type: .secret, help: "First password", optional: true),
      Engine.Parameter(name: "quiet", type: .flag, help: "Say less"),
    ],
    can: [
      "users.read", "locations.read", "users.create", "users.update(firstName, locationIds)",
    ],
    limits: Limits(create: 1, update: 5000, delete: 0), examples: ["onboard people.csv --quiet"])
}
