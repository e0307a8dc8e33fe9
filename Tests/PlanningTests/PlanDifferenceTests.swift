import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

@Suite struct PlanDifferenceTests {
  private let other = User(DefaultCompany.state.users[1]).id

  @Test func `a plan made twice is the same plan`() async throws {
    let difference = PlanDifference(
      from: try await PlanTests.rich().plan, to: try await PlanTests.rich().plan)
    #expect(difference.isEmpty)
    #expect(difference.unchanged == 4)
  }

  @Test func `what appears, disappears and changes is told apart`() async throws {
    let (first, second) = (World(), World())
    try await first.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await first.create("same@acme.example")
    try await first.create("gone@acme.example")
    try await second.create("same@acme.example")
    try await second.delete(other)
    try await second.update(DefaultCompany.johnDeo, ["firstName": "Johnny"])
    let difference = PlanDifference(from: first.plan, to: second.plan)
    #expect(difference.appearing.map(\.kind) == [.delete])
    #expect(difference.disappearing.map(\.label) == ["gone@acme.example"])
    #expect(difference.changing.map(\.after.label) == ["john@deo.com"])
    #expect(difference.changing.first?.before.diff.first?.after == "Jon")
    #expect(difference.unchanged == 1)
    #expect(difference.circumstances.isEmpty)
    #expect(!difference.isEmpty)
  }

  @Test func `operations on one user are matched in their order`() async throws {
    let (first, second) = (World(), World())
    try await first.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await second.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await second.update(DefaultCompany.johnDeo, ["lastName": "Doe"])
    let difference = PlanDifference(from: first.plan, to: second.plan)
    #expect(difference.unchanged == 1)
    #expect(difference.appearing.map(\.number) == [2])
  }

  @Test func `another recipe, other arguments and another company are named`() async throws {
    let first = try await PlanTests.rich().plan
    var second = first
    second.recipe.sha256 = "sha256:1"
    second.arguments = ["user": "x"]
    second.company = "elsewhere"
    second.limits.delete = 3
    let difference = PlanDifference(from: first, to: second)
    #expect(
      difference.circumstances == [
        "the company", "the recipe's text", "the arguments", "the recipe's limits",
      ])
    #expect(!difference.isEmpty)
  }
}
