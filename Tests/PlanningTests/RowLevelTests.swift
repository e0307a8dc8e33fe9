import Diagnostics
import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

/// Planning again what moved, and nothing else.
@Suite struct RowLevelTests {
  private let john = DefaultCompany.johnDeo
  private let other = User(DefaultCompany.state.users[1]).id

  /// Two rows, each a look at a user and a change that depends on it.
  private func planned(on service: MockService) async throws -> Plan {
    let world = World(over: service)
    for (row, id) in [john, other].enumerated() {
      let user = try await world.gate.call(.usersGet, id: id)
      let name = "\(user["firstName"]?.string ?? "")!"
      _ = try await world.gate.call(
        .usersUpdate, id: id, fields: ["firstName": .string(name)],
        at: CallContext(row: row + 2))
    }
    return world.plan
  }

  private func refusal(_ first: Plan, _ service: MockService) async throws -> Problem? {
    let drifts = try await first.drifts(in: service)
    let difference = PlanDifference(from: first, to: try await planned(on: service))
    return RowLevel.refusal(of: difference, from: first, after: drifts)
  }

  @Test func `a row that moved may be planned again`() async throws {
    let service = MockService()
    let first = try await planned(on: service)
    _ = try await service.write(Request(.usersUpdate, id: john, fields: ["firstName": "Jack"]))
    #expect(try await first.drifts(in: service).map(\.subject) == [john])
    #expect(try await refusal(first, service) == nil)
    let difference = PlanDifference(from: first, to: try await planned(on: service))
    #expect(difference.changing.map(\.after.row) == [2])
    #expect(difference.unchanged == 1)
  }

  @Test func `a difference in a row that did not move is refused`() async throws {
    let service = MockService()
    let first = try await planned(on: service)
    _ = try await service.write(Request(.usersUpdate, id: john, fields: ["firstName": "Jack"]))
    let world = World(over: service)
    try await world.update(other, ["phone": "+1"])
    let difference = PlanDifference(from: first, to: world.plan)
    let problem = RowLevel.refusal(
      of: difference, from: first, after: try await first.drifts(in: service))
    #expect(problem?.code == .drift)
    #expect(problem?.message.contains("did not move") == true)
  }

  @Test func `a search that moved is about the plan as a whole`() async throws {
    let service = MockService()
    let world = World(over: service)
    _ = try await world.search(["query": "john"])
    try await world.update(john, ["firstName": "Jo"])
    let first = world.plan
    _ = try await service.write(
      Request(
        .usersCreate,
        fields: newUser("john2@acme.example", company: world.company, ["firstName": "John"])))
    let problem = RowLevel.refusal(
      of: PlanDifference(from: first, to: first), from: first,
      after: try await first.drifts(in: service))
    #expect(problem?.message.contains("users.search") == true)
  }
}
