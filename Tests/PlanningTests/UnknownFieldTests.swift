import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

@Suite struct UnknownFieldTests {
  private static func answer(
    _ world: World, _ operation: HighLevel.Operation, id: String = "", fields: JSONObject = [:]
  ) async throws -> JSONValue {
    let answer = try await world.gate.call(operation, id: id, fields: fields)
    return world.gate.overlay.leavingOutUnknown(answer)
  }

  @Test func `a new user is shown without what the service fills`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example")
    let user = try await Self.answer(world, .usersGet, id: id)
    #expect(user["id"] == .string(id))
    #expect(user["email"] == "new@acme.example")
    for field in ["dateAdded", "dateUpdated", "scopes", "permissions"] {
      #expect(user[field] == nil, "\(field)")
    }
    #expect(
      user[Overlay.unknownFields] == ["dateAdded", "dateUpdated", "scopes", "permissions"])
    let found = try await Self.answer(
      world, .usersSearch, fields: ["companyId": .string(world.company), "query": "new@acme"])
    #expect(found["users"]?.array?.first?["scopes"] == nil)
    let john = try await Self.answer(world, .usersGet, id: DefaultCompany.johnDeo)
    #expect(john["dateAdded"] != nil)
    #expect(john[Overlay.unknownFields] == nil)
  }

  @Test func `what was written is known, until it is rolled back`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example", ["permissions": ["tagsEnabled": true]])
    let start = world.gate.savepoint()
    try await world.update(id, ["scopes": ["contacts.write"]])
    let user = try await Self.answer(world, .usersGet, id: id)
    #expect(user["scopes"] == ["contacts.write"])
    #expect(user[Overlay.unknownFields] == ["dateAdded", "dateUpdated"])
    world.gate.rollback(to: start)
    let again = try await Self.answer(world, .usersGet, id: id)
    #expect(again["scopes"] == nil)
  }

  @Test func `what the service would fill the same is written all the same`() async throws {
    let world = World()
    let id = try await world.create("new@acme.example")
    try await world.update(id, ["scopes": .strings(UserRules.everydayScopes)])
    let operations = world.gate.operations()
    #expect(operations.map(\.kind) == [.create, .update])
    #expect(operations.last?.diff.map(\.path) == ["/scopes"])
    #expect(operations.last?.diff.first?.before == nil)
  }
}
