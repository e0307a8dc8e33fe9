import Diagnostics
import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

@Suite struct LimitsTests {
  static func operations(_ kind: PlannedOperation.Kind, _ count: Int) -> [PlannedOperation] {
    (0..<count).map { number in
      PlannedOperation(
        number: number + 1, kind: kind, resource: "users", id: "u\(number)", label: "",
        request: [:], diff: [], precondition: .fields([:]), depends: [])
    }
  }

  @Test func `up to ten deletes of many users are free`() {
    #expect(Limits().refusal(of: Self.operations(.delete, 10), base: 1000) == nil)
    let problem = Limits().refusal(of: Self.operations(.delete, 11), base: 1000)
    #expect(problem?.code == .limit)
    #expect(problem?.hint?.contains("--limit delete=11") == true)
  }

  @Test(arguments: [(2, 10, true), (3, 10, false), (5, 9, true), (5, 24, false), (5, 25, true)])
  func `a fifth of the visible users may be deleted, from ten users on`(
    count: Int, base: Int, isFree: Bool
  ) {
    let problem = Limits().refusal(of: Self.operations(.delete, count), base: base)
    #expect((problem == nil) == isFree)
  }

  @Test func `only the exact number goes above a limit`() throws {
    let twelve = Self.operations(.delete, 12)
    for (text, isAllowed) in [("delete=12", true), ("delete=13", false), ("delete=11", false)] {
      let problem = Limits(delete: 5).refusal(
        of: twelve, base: 20, exact: try ExactLimits(parsing: [text]))
      #expect((problem == nil) == isAllowed)
    }
  }

  @Test func `a recipe's limits bound its plan and the stricter one wins`() {
    let limits = Limits(create: 3, update: 5).strictest(with: Limits(update: 2, delete: 1))
    #expect(limits == Limits(create: 3, update: 2, delete: 1))
    #expect(limits.refusal(of: Self.operations(.create, 3), base: 9) == nil)
    #expect(limits.refusal(of: Self.operations(.create, 4), base: 9) != nil)
    #expect(limits.refusal(of: Self.operations(.update, 3), base: 9)?.others.isEmpty == true)
  }

  @Test func `a share counts users, from a smallest base on`() {
    let limits = Limits(percent: 10, minBase: 50)
    #expect(limits.refusal(of: Self.operations(.update, 5), base: 50) == nil)
    #expect(limits.refusal(of: Self.operations(.update, 6), base: 50) != nil)
    #expect(limits.refusal(of: Self.operations(.update, 40), base: 49) == nil)
  }

  @Test(arguments: ["delete", "delete=x", "delete=-1", "delte=3", "=3"])
  func `a limit that cannot be read is a usage error`(text: String) {
    #expect {
      try ExactLimits(parsing: [text])
    } throws: { error in
      (error as? Problem)?.code == .usage
    }
  }
}

@Suite struct LastAdminTests {
  static func admins(_ world: World) -> [String] {
    world.service.state.users.map(User.init).filter { $0.isAgencyAdmin && !$0.isDeleted }
      .map(\.id)
  }

  @Test(arguments: ["delete", "demote", "scopes"])
  func `the last agency admin is kept`(how: String) async throws {
    let world = World()
    let admins = Self.admins(world)
    #expect(admins.count > 1)
    for (number, id) in admins.enumerated() {
      let before = try await LastAdmin.refusal(of: world.gate, companyId: world.company)
      #expect(before == nil, "after \(number)")
      switch how {
      case "delete": try await world.delete(id)
      case "demote": try await world.update(id, ["role": "user"])
      default: try await world.update(id, ["scopes": []])
      }
    }
    let after = try await LastAdmin.refusal(of: world.gate, companyId: world.company)
    #expect(after?.code == .refused)
    #expect(after?.hint?.contains("--allow last-admin") == true)
  }

  @Test func `a new agency admin may follow the last one`() async throws {
    let world = World()
    for id in Self.admins(world) { try await world.delete(id) }
    try await world.create("boss@acme.example", ["type": "agency", "role": "admin"])
    #expect(try await LastAdmin.refusal(of: world.gate, companyId: world.company) == nil)
  }

  @Test func `the visible users are those before the plan`() async throws {
    let world = World()
    let before = try await world.search()["count"]?.integer
    try await world.delete(DefaultCompany.johnDeo)
    #expect(try await world.gate.visibleUsers(companyId: world.company) == before.map(Int.init))
  }
}
