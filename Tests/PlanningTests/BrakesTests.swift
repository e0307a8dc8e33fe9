import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct BrakesTests {
  @Test func `a plan that only reads is never held back`() async throws {
    let world = World()
    _ = try await world.search()
    #expect(try await world.gate.refusal(limits: Limits(), companyId: world.company) == nil)
  }

  @Test func `limits come before the last admin and can be lifted one by one`() async throws {
    let world = World()
    let admins = LastAdminTests.admins(world)
    for id in admins { try await world.delete(id) }
    let limit = try await world.gate.refusal(
      limits: Limits(delete: 1), companyId: world.company)
    #expect(limit?.code == .limit)
    let exact = try ExactLimits(parsing: ["delete=\(admins.count)"])
    let admin = try await world.gate.refusal(
      limits: Limits(delete: 1), exact: exact, companyId: world.company)
    #expect(admin?.code == .refused)
    let none = try await world.gate.refusal(
      limits: Limits(delete: 1), exact: exact, allowsLastAdmin: true, companyId: world.company)
    #expect(none == nil)
  }

  @Test func `a whole list of people is onboarded, applied, and nothing is left to do`()
    async throws
  {
    let world = World()
    func onboard(_ world: World) async -> Int {
      var failed = 0
      for number in 0..<500 {
        let email = "person\(number % 490)@acme.example"
        let found = try? await world.gate.call(
          .usersFilterByEmail,
          fields: ["companyId": .string(world.company), "emails": .string(email)])
        if !emails(found).isEmpty { continue }
        failed += await error { try await world.create(email) } == nil ? 0 : 1
      }
      return failed
    }
    #expect(await onboard(world) == 0)
    #expect(await world.apply().status == .applied)
    let again = World(over: world.service)
    #expect(await onboard(again) == 0)
    #expect(again.gate.operations().isEmpty)
  }
}
