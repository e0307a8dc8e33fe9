import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

/// Random plans over random companies, and what happens to the company meanwhile.
@Suite struct OutsideChangeTests {
  private static let seeds: [UInt64] = Array(1...12)

  /// A random plan, with searches and walks in it, on a random company.
  private static func planned(_ seed: UInt64) async throws -> (World, MockState) {
    var generator = SeededGenerator(seed: seed)
    let users = Int.random(in: 3...60, using: &generator)
    let state = CompanyGenerator(seed: seed, users: users, locations: 3).state
    let world = World(state)
    for filter in MergeTests.filters(world).shuffled(using: &generator).prefix(3) {
      _ = try await world.search(filter)
    }
    try await MergeTests.scramble(world, &generator)
    return (world, world.service.state)
  }

  @Test(arguments: seeds)
  func `planning leaves the source as it was, byte for byte`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let users = Int.random(in: 3...60, using: &generator)
    let state = CompanyGenerator(seed: seed, users: users, locations: 3).state
    let (_, after) = try await Self.planned(seed)
    #expect(after.json.text() == MockService(state).snapshot().text(), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `an apply reaches what the overlay showed`(seed: UInt64) async throws {
    let (world, _) = try await Self.planned(seed)
    var ids = Set(world.service.state.users.map { User($0).id })
    var shown: [String: JSONObject] = [:]
    for operation in world.gate.operations() { ids.insert(operation.id) }
    for id in ids {
      let answer = try? await world.gate.call(.usersGet, id: id)
      guard let record = answer?.object, !User(record).isDeleted else { continue }
      shown[UserRules.emailKey(record.text("email"))] = record
    }
    let report = await world.apply()
    #expect(report.status == .applied, "seed \(seed): \(String(describing: report.problem))")
    world.service.settle()
    let found = world.service.state.users.filter { !User($0).isDeleted }
    #expect(found.count == shown.count, "seed \(seed)")
    for record in found {
      let wanted = shown[UserRules.emailKey(record.text("email"))] ?? [:]
      let values = UserFields.values(of: UserFields.written, in: wanted)
      #expect(UserFields.differing(from: values, in: record).isEmpty, "seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func `a change of anything that was read is caught before the first write`(
    seed: UInt64
  ) async throws {
    let (planned, _) = try await Self.planned(seed)
    let plan = planned.plan
    let read = plan.reads.filter { $0.operation == "users.get" && $0.result != .absent }.map(\.id)
    for id in Set(read + plan.operations.map(\.id).filter { !NewID.isReserved($0) }).sorted() {
      let (world, _) = try await Self.planned(seed)
      let target = plan.operations.first { $0.id == id }
      guard case .fields(let expected) = target?.precondition ?? .fields(["firstName": ""]) else {
        continue
      }
      let place = world.service.state.locations[0]["id"] ?? ""
      let change = Self.other(than: expected, place: place)
      _ = try await world.service.write(Request(.usersUpdate, id: id, fields: change))
      let before = world.service.snapshot()
      let report = await world.apply(plan)
      #expect(report.status == .drift, "seed \(seed), \(id), \(change.keys)")
      #expect(report.drifts.contains { $0.subject == id }, "seed \(seed), \(id)")
      #expect(world.service.snapshot() == before, "seed \(seed), \(id)")
    }
  }

  /// Other values for one of the fields that an operation counts on.
  private static func other(than expected: JSONObject, place: JSONValue) -> JSONObject {
    let field = ["firstName", "phone", "role", "locationIds", "scopes", "permissions"]
      .first { expected[$0] != nil }
    switch field {
    case "firstName": return ["firstName": "Outside"]
    case "phone": return ["phone": "+15005550006"]
    case "role": return ["role": expected["role"] == "admin" ? "user" : "admin"]
    case "locationIds":
      return ["locationIds": expected["locationIds"]?.array?.isEmpty == true ? [place] : []]
    case "scopes": return ["scopes": ["contacts.readonly"]]
    default:
      let flag = expected["permissions"]?["contactsEnabled"] == true
      return ["permissions": ["contactsEnabled": .bool(!flag)]]
    }
  }

  @Test(arguments: seeds)
  func `a change of nobody who was read does not stop an apply`(seed: UInt64) async throws {
    let world = World(CompanyGenerator(seed: seed, users: 30, locations: 3).state)
    let users = world.service.state.users.filter { !User($0).isDeleted }.map { User($0).id }
    try await world.update(users[0], ["firstName": "Jo"])
    let plan = world.plan
    for id in users.dropFirst() {
      _ = try await world.service.write(Request(.usersUpdate, id: id, fields: ["phone": "+1"]))
    }
    #expect(await world.apply(plan).status == .applied, "seed \(seed)")
  }
}
