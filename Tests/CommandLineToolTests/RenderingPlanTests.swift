import HighLevel
import JSON
import Planning
import Testing

@testable import CommandLineTool
@testable import Engine

@Suite struct RenderingPlanTests {
  private let renderer = PlanRenderer(Samples.plain, names: Samples.names)

  private func text(_ plan: Plan, _ report: RunReport? = nil) -> String {
    renderer.text(plan, report: report)
  }

  @Test func `an update shows what goes, what comes and what stays`() {
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 1 to update

      ~ update john@deo.com
          locationIds  − Berlin  + Lisbon  (keeps Paris, Zacatepec)
          phone        "+4930111" → "+351211"
          permissions  − contactsEnabled  + tagsEnabled

      Plan: 1 to update. Nothing was written.

      """
    #expect(text(Samples.plan([Samples.moved])) == expected)
  }

  @Test func `a create shows its fields, a delete that it is for good`() {
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 1 to create, 1 to delete

      + create mei@lin.example  line 12
          firstName    "美"
          locationIds  Berlin  unknown-id
          password     (set)

      - delete rubika@deos.com
        ! cannot be taken back: a deleted user cannot be brought back, only created
          anew with another id

      Plan: 1 to create, 1 to delete (1 cannot be taken back). Nothing was written.

      """
    #expect(text(Samples.plan([Samples.created, Samples.deleted])) == expected)
  }

  @Test func `steps are headings, and a reason is given once`() {
    let operations = [
      Samples.operation(1, .delete, "a@x.y", step: "Berlin", irreversible: "gone is gone"),
      Samples.operation(2, .delete, "b@x.y", step: "Berlin", irreversible: "gone is gone"),
      Samples.operation(3, .create, "c@x.y", step: "Lisbon"),
    ]
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 1 to create, 2 to delete

      Berlin
      - delete a@x.y
        ! cannot be taken back: gone is gone

      - delete b@x.y
        ! cannot be taken back

      Lisbon
      + create c@x.y

      Plan: 1 to create, 2 to delete (2 cannot be taken back). Nothing was written.

      """
    #expect(text(Samples.plan(operations)) == expected)
  }

  @Test func `long lists are counted`() {
    let flags = Permissions.known
    let operation = Samples.operation(
      1, .update, "ana@acme.test",
      [
        FieldChange(path: "/scopes", before: .strings(Scopes.v2.prefix(10)), after: []),
        FieldChange(
          path: "/scopesAssignedToOnly", before: [], after: .strings(Scopes.v2.prefix(10))),
        FieldChange(path: "/twilioPhone/ber", before: nil, after: "+49"),
      ]
        + flags.prefix(12).map {
          FieldChange(path: "/permissions/\($0.flag)", before: true, after: false)
        }
        + flags.suffix(3).map {
          FieldChange(path: "/permissions/\($0.flag)", before: nil, after: false)
        },
      request: ["permissions": .object(JSONObject(flags.map { ($0.flag, .bool(false)) }))])
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 1 to update

      ~ update ana@acme.test
          scopes                all 10 off
          scopesAssignedToOnly  + campaigns.readonly  + campaigns.write
                                + calendars.readonly  + calendars/events.write
                                + calendars/groups.write  + calendars.write
                                + contacts.write  + contacts/bulkActions.write  + 2 more
          twilioPhone Berlin    none → "+49"
          permissions           all 48 off  (12 were on)

      Plan: 1 to update. Nothing was written.

      """
    let wide = PlanRenderer(TextStyle(color: false, width: 84), names: Samples.names)
    #expect(wide.text(Samples.plan([operation]), report: nil) == expected)
  }

  @Test func `after the limit operations are only counted`() {
    var short = renderer
    short.limit = 1
    let operations = [
      Samples.operation(1, .create, "a@x.y"), Samples.operation(2, .create, "b@x.y"),
      Samples.operation(3, .update, "c@x.y"),
    ]
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 2 to create, 1 to update

      + create a@x.y

      … and 2 more: 1 to create, 1 to update

      Plan: 2 to create, 1 to update. Nothing was written.

      """
    #expect(short.text(Samples.plan(operations), report: nil) == expected)
    #expect(PlanRenderer(Samples.plain, names: [:]).limit == 40)
  }

  @Test func `what cannot be taken back is shown behind the limit too`() {
    var short = renderer
    short.limit = 1
    var delete = Samples.operation(3, .delete, "c@x.y")
    delete.irreversible = "gone is gone"
    let operations = [
      Samples.operation(1, .create, "a@x.y"), Samples.operation(2, .create, "b@x.y"), delete,
    ]
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 2 to create, 1 to delete

      + create a@x.y

      - delete c@x.y
        ! cannot be taken back: gone is gone

      … and 1 more: 1 to create

      Plan: 2 to create, 1 to delete (1 cannot be taken back). Nothing was written.

      """
    #expect(short.text(Samples.plan(operations), report: nil) == expected)
  }

  @Test func `rows, warnings, notes and doubts follow the operations`() {
    let report = Samples.report(
      rows: [
        RunReport.Row(line: 3, outcome: .unchanged), RunReport.Row(line: 4, outcome: .unchanged),
        RunReport.Row(
          line: 17, outcome: .failed,
          message: "location: no location 'Atlantis'; did you mean 'Atlanta' or 'Athens'?",
          place: "onboard.lua:30"),
        RunReport.Row(line: 9, outcome: .failed, message: "email: missing"),
      ],
      messages: [
        RunReport.Message(kind: .log, text: "not shown"),
        RunReport.Message(kind: .note, text: "Ana is on leave"),
      ], warnings: ["users.by_location is deprecated"])
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · nothing to do

      4 rows: 2 unchanged, 2 failed
        line 17  location: no location 'Atlantis'; did you mean 'Atlanta' or 'Athens'?
                 (onboard.lua:30)
        line  9  email: missing

      warning: users.by_location is deprecated
      note: Ana is on leave
      not checked: whether the service takes the passwords
      not checked: what the recipe makes of answers that are known only after the
                   apply

      Plan: nothing to do. Nothing was written.

      """
    let plan = Samples.plan(
      [], unchecked: ["whether the service takes the passwords"], isComplete: false)
    #expect(text(plan, report) == expected)
  }

  @Test func `many failed rows are counted after the first 25`() {
    let rows = (1...30).map { RunReport.Row(line: $0, outcome: .failed, message: "bad") }
    let lines = RowsRenderer(Samples.plain).text(rows).split(separator: "\n")
    #expect(lines.count == 27)
    #expect(lines.first == "30 rows: 30 failed")
    #expect(lines.dropFirst().first == "  line  1  bad")
    #expect(lines.last == "  … and 5 more")
  }

  @Test func `a skipped run says why`() {
    let expected = """
      move-user 1.0.0 · mock company ve9EPM428h8vShlRW1KT · skipped

      Skipped: the contact does not have the tag REMOVE USER
      Nothing was written.

      """
    let report = Samples.report(
      .skipped, skipReason: "the contact does not have the tag REMOVE USER")
    #expect(text(Samples.plan([]), report) == expected)
  }

  @Test func `locations of one name are told apart by their ids`() {
    let renderer = PlanRenderer(Samples.plain, names: ["a": "Porto", "b": "Porto"])
    let operation = Samples.operation(
      1, .update, "x@y.z", [FieldChange(path: "/locationIds", before: ["a"], after: ["b"])])
    let text = renderer.text(Samples.plan([operation]), report: nil)
    #expect(text.contains("    locationIds  − Porto (a)  + Porto (b)\n"))
  }

  @Test func `a secret is shown by its name only`() {
    let operation = Samples.operation(
      1, .update, "x@y.z",
      [FieldChange(path: "/phone", before: nil, after: ["$secret": "phone"])])
    #expect(text(Samples.plan([operation])).contains("    phone  none → (secret phone)\n"))
  }

  @Test func `colours repeat what the signs say`() {
    let coloured = PlanRenderer(Samples.coloured, names: Samples.names)
    let plan = Samples.plan([Samples.moved])
    let expected = """
      [1mmove-user[0m 1.0.0 · mock company ve9EPM428h8vShlRW1KT · 1 to update

      [33m~ update[0m [1mjohn@deo.com[0m
          locationIds  [31m− Berlin[0m  [32m+ Lisbon[0m  [2m(keeps Paris, Zacatepec)[0m
          phone        [31m"+4930111"[0m → [32m"+351211"[0m
          permissions  [31m− contactsEnabled[0m  [32m+ tagsEnabled[0m

      [1mPlan:[0m 1 to update. Nothing was written.

      """
    #expect(coloured.text(plan, report: nil).withoutEscapes == expected)
  }

  @Test func `without its colours a text is the text without colour`() {
    let operations = [Samples.moved, Samples.created, Samples.deleted]
    let coloured = PlanRenderer(Samples.coloured, names: Samples.names)
    let plan = Samples.plan(operations)
    #expect(coloured.text(plan, report: nil).withoutColours == text(plan))
  }

  @Test(arguments: [44, 60, 80, 120])
  func `no line is wider than the terminal`(width: Int) {
    let renderer = PlanRenderer(TextStyle(color: false, width: width), names: Samples.names)
    let plan = Samples.plan([Samples.moved, Samples.created, Samples.deleted])
    for line in renderer.text(plan, report: nil).split(separator: "\n") {
      #expect(String(line).displayWidth <= width, "\(line)")
    }
  }
}
