import Diagnostics
import HighLevel
import JSON
import Testing

@testable import CommandLineTool
@testable import Planning

@Suite struct RenderingApplyTests {
  private let renderer = ApplyRenderer(Samples.plain, names: Samples.names)
  private let plan = Samples.plan([])

  private func outcome(
    _ operation: PlannedOperation, _ result: ApplyReport.Outcome.Result, id: String = "new1"
  ) -> ApplyReport.Outcome {
    ApplyReport.Outcome(operation: operation, id: id, result: result)
  }

  @Test func `a whole apply names what was done`() {
    let report = ApplyReport(
      .applied,
      outcomes: [
        outcome(Samples.created, .done(mispredicted: [])),
        outcome(Samples.deleted, .done(mispredicted: [])),
      ])
    let expected = """
      ✓ created mei@lin.example  new1  line 12
      ✓ deleted rubika@deos.com

      Applied: 1 created, 1 deleted, in the mock company ve9EPM428h8vShlRW1KT.
      Deletes are queued by the service and take effect within minutes.

      """
    #expect(renderer.text(report, plan: plan) == expected)
  }

  @Test func `an apply in part says what is missing and why`() {
    let taken = ServiceError(
      kind: .duplicateEmail, status: 400, message: "email already taken", traceId: "t-1")
    let report = ApplyReport(
      .partial,
      outcomes: [
        outcome(
          Samples.moved,
          .done(mispredicted: [
            FieldChange(path: "/locationIds", before: nil, after: ["lis", "par"])
          ])),
        outcome(Samples.created, .failed(taken)),
        outcome(Samples.deleted, .untouched("it needs operation 2, which was not done")),
      ])
    let expected = """
      ✓ updated john@deo.com
        ! the service's answer does not show locationIds = Lisbon, Paris
      ✗ create mei@lin.example  line 12
          email already taken (400), trace t-1
      · delete rubika@deos.com
          not sent: it needs operation 2, which was not done

      Partly applied: 1 of 3 operations done, 1 failed, 1 not sent.
      Next: plan move-user again; what is done stays done

      """
    #expect(renderer.text(report, plan: plan) == expected)
  }

  @Test func `drift is a table of what was planned with and what is there`() {
    let report = ApplyReport(
      .drift, problem: Problem(.drift, "nothing was written"),
      drifts: [
        Drift("john@deo.com", field: "locationIds", expected: ["ber", "par"], found: ["ber"]),
        Drift("users.search", expected: "3 results", found: "4 results"),
        Drift("users.get x", expected: "sha256:1", found: "sha256:2"),
        Drift("a@b.c", found: "id9"), Drift("d@b.c", expected: "there"),
      ])
    let expected = """
      This moved since the plan was made:
        What          Field        Planned with    Now
        john@deo.com  locationIds  Berlin, Paris   Berlin
        users.search               3 results       4 results
        users.get x                as it was read  changed
        a@b.c                      nobody          id9
        d@b.c                      there           gone

      Not applied: nothing was written.
      Next: plan move-user again and look at it

      """
    #expect(renderer.text(report, plan: plan) == expected)
  }

  @Test func `a stopped apply names the command that goes on`() {
    let down = ServiceError(kind: .unavailable, status: 503, message: "down")
    let report = ApplyReport(
      .interrupted, problem: Problem(.unavailable, "the service did not answer"),
      outcomes: [outcome(Samples.moved, .unsettled(down))])
    var renderer = renderer
    renderer.next = "ghlua resume 7"
    let expected = """
      ? update john@deo.com
          may or may not be done: down (503)

      Stopped: 0 of 1 operation done, 1 unclear.
      Next: ghlua resume 7

      """
    #expect(renderer.text(report, plan: plan) == expected)
  }

  @Test func `a refusal is said, its problem is left to whoever tells problems`() {
    let report = ApplyReport(
      .refused, problem: Problem(.refused, "the plan needs secrets", hint: "give them again"))
    let expected = """
      Refused: nothing was written.

      """
    #expect(renderer.text(report, plan: plan) == expected)
  }

  @Test func `a long list of what was done is counted, what failed is not`() {
    var renderer = renderer
    renderer.limit = 2
    let done = (1...5).map {
      outcome(Samples.operation($0, .update, "u\($0)@x.y"), .done(mispredicted: []))
    }
    let bad = outcome(
      Samples.operation(6, .update, "u6@x.y"),
      .failed(ServiceError(kind: .invalid, status: 422, message: "bad phone")))
    let expected = """
      ✓ updated u1@x.y
      ✓ updated u2@x.y
        … and 3 more
      ✗ update u6@x.y
          bad phone (422)

      Partly applied: 5 of 6 operations done, 1 failed.
      Next: plan move-user again; what is done stays done

      """
    #expect(renderer.text(ApplyReport(.partial, outcomes: done + [bad]), plan: plan) == expected)
  }
}
