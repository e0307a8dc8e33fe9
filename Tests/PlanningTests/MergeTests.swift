import HighLevel
import JSON
import MockBackend
import Planning
import Testing

/// A service that finds everybody, whatever is searched for.
struct OddSource: ReadBackend {
  private let service: MockService

  init(_ service: MockService) { self.service = service }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    var request = request
    if request.operation == .usersSearch { request.fields["query"] = nil }
    return try await service.read(request)
  }
}

@Suite struct MergeTests {
  /// Random writes through a gate; names of new users are unlike each other.
  static func scramble(_ world: World, _ generator: inout SeededGenerator) async throws {
    let ids = world.service.state.users.compactMap { $0["id"]?.string }
    let places = world.service.state.locations.compactMap { $0["id"]?.string }
    var all = ids
    for number in 0..<Int.random(in: 5...40, using: &generator) {
      let id = all.randomElement(using: &generator) ?? ""
      let place = places.randomElement(using: &generator) ?? ""
      let letter = "ABCXYZ".randomElement(using: &generator).map(String.init) ?? ""
      _ = await error {
        switch Int.random(in: 0...6, using: &generator) {
        case 0:
          all.append(
            try await world.create(
              "new\(number)@acme.example",
              ["firstName": .string("\(letter)\(number)"), "locationIds": [.string(place)]]))
        case 1: try await world.delete(id)
        case 2: try await world.update(id, ["firstName": .string(letter)])
        case 3: try await world.update(id, ["locationIds": [.string(place)]])
        case 4: try await world.update(id, ["permissions": ["contactsEnabled": true]])
        case 5: try await world.update(id, ["role": letter < "M" ? "admin" : "user"])
        default: try await world.update(id, ["scopes": [], "phone": "+15550000000"])
        }
      }
    }
  }

  static func filters(_ world: World) -> [JSONObject] {
    let place = world.service.state.locations[0]["id"] ?? ""
    return [
      [:], ["locationId": place], ["role": "admin"], ["query": "new"],
      ["sortDirection": "desc"], ["sort": "email"], ["sort": "email", "sortDirection": "desc"],
      ["type": "account", "query": "a"],
    ]
  }

  @Test(arguments: seeds)
  func `pages over the merge make up the whole, in order`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let users = Int.random(in: 0...260, using: &generator)
    let world = World(CompanyGenerator(seed: seed, users: users, locations: 3).state)
    try await Self.scramble(world, &generator)
    for filter in Self.filters(world) {
      var fields = filter
      fields["limit"] = .integer(Int64.random(in: 9...100, using: &generator))
      var found: [JSONObject] = []
      var count = -1
      repeat {
        fields["skip"] = .integer(Int64(found.count))
        let answer = try await world.search(fields)
        let page = (answer["users"]?.array ?? []).compactMap(\.object)
        count = answer["count"]?.integer.map(Int.init) ?? -1
        if page.isEmpty { break }
        found += page
      } while found.count < count
      #expect(found.count == count, "seed \(seed), \(filter)")
      let order = UserFilter(searchFields: filter).order
      #expect(found == order.sorted(found), "seed \(seed), \(filter)")
      #expect(Set(found.map { User($0).id }).count == count, "seed \(seed), \(filter)")
    }
  }

  @Test(arguments: seeds)
  func `a walk gives each user once, whatever the recipe does to it`(
    seed: UInt64
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let world = World(CompanyGenerator(seed: seed, users: 230, locations: 3).state)
    let living = world.service.state.users.filter { !User($0).isDeleted }.map { User($0).id }
    var pages = try world.gate.pages(["companyId": .string(world.company)])
    var seen: [String] = []
    while let page = try await pages.next() {
      #expect((1...100).contains(page.count))
      for user in page {
        let id = user["id"]?.string ?? ""
        seen.append(id)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: try await world.delete(id)
        case 1: try await world.update(id, ["firstName": "Zoe"])
        case 2 where seen.count < 200: try await world.create("copy-of-\(id)@acme.example")
        default: break
        }
      }
    }
    #expect(Set(seen).count == seen.count, "seed \(seed)")
    #expect(Set(living).isSubset(of: seen), "seed \(seed)")
    #expect(seen.contains { $0.hasPrefix("~new:") }, "seed \(seed)")
  }

  @Test func `whom the source finds in its own way is shown as the plan leaves them`() async throws
  {
    let world = World()
    let source = OddSource(world.service)
    let overlay = Overlay(over: source, now: world.service.now)
    let gate = Gate(overlay: overlay, capabilities: .everything)
    let fields: JSONObject = [
      "companyId": .string(world.company), "query": "no such text", "limit": "100",
    ]
    _ = try await gate.call(.usersDelete, id: DefaultCompany.johnDeo)
    let answer = try await gate.call(.usersSearch, fields: fields)
    #expect(!emails(answer).contains("john@deo.com"))
    #expect(emails(answer).count == answer["count"]?.integer.map(Int.init))
    #expect(overlay.reads.all().contains { $0.isApproximate })
  }

  @Test(arguments: seeds)
  func `searches between changes and rollbacks find what is there at that moment`(
    seed: UInt64
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let world = World(CompanyGenerator(seed: seed, users: 30, locations: 3).state)
    var ids = world.service.state.users.map { User($0).id }
    var savepoint = world.gate.savepoint()
    for number in 0..<40 {
      let id = ids.randomElement(using: &generator) ?? ""
      _ = await error {
        switch Int.random(in: 0...4, using: &generator) {
        case 0: ids.append(try await world.create("new\(number)@acme.example"))
        case 1: try await world.delete(id)
        case 2: try await world.update(id, ["firstName": .string("Name \(number)")])
        default: try await world.update(id, ["role": number.isMultiple(of: 2) ? "admin" : "user"])
        }
      }
      if number % 7 == 0 { savepoint = world.gate.savepoint() }
      if number % 7 == 5 { world.gate.rollback(to: savepoint) }
      var there: [JSONObject] = []
      for id in ids {
        guard let user = try? await world.gate.call(.usersGet, id: id) else { continue }
        there.append(user.object ?? [:])
      }
      for filter in Self.filters(world) {
        var fields = filter
        fields["limit"] = "10"
        fields["skip"] = .string("\(number)")
        let answer = try await world.search(fields)
        let wanted = UserFilter(searchFields: fields).select(from: there)
        let found = (answer["users"]?.array ?? []).map { $0["id"] }
        #expect(found == wanted.users.map { $0["id"] }, "seed \(seed), \(number), \(filter)")
        #expect(answer["count"]?.integer == Int64(wanted.count), "seed \(seed), \(number)")
      }
    }
  }

  @Test func `a page after many changes reads one page of the source`() async throws {
    let world = World(CompanyGenerator(seed: 1, users: 400, locations: 3).state)
    let users = world.service.state.users.filter { !User($0).isDeleted }
    for user in users { try await world.update(User(user).id, ["phone": "+15550000000"]) }
    let before = world.gate.overlay.reads.all().count
    let answer = try await world.search(["skip": 200, "limit": 10])
    #expect(answer["users"]?.array?.allSatisfy { $0["phone"] == "+15550000000" } == true)
    #expect(world.gate.overlay.reads.all().count == before + 1)
  }

  @Test func `a walk leaves out whom the search does not find any more`() async throws {
    let world = World()
    let berlin = JSONValue.string(DefaultCompany.berlin)
    try await world.update(DefaultCompany.johnDeo, ["locationIds": []])
    try await world.create("new@acme.example", ["locationIds": [berlin]])
    var pages = try world.gate.pages(
      ["companyId": .string(world.company), "locationId": berlin])
    var found: [String] = []
    while let page = try await pages.next() { found += page.compactMap { $0["email"]?.string } }
    #expect(!found.contains("john@deo.com"))
    #expect(found.last == "new@acme.example")
    #expect(
      Set(found) == Set(emails(try await world.search(["locationId": berlin, "limit": 100]))))
  }
}
