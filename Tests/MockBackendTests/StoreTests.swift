import HighLevel
import JSON
import MockBackend
import Testing

/// What the indexes promise: the same answers as looking at every record.
private func compare(_ service: MockService, _ fields: JSONObject, seed: UInt64) throws {
  let state = service.state
  var all = fields
  all["companyId"] = .string(state.companyId)
  let answer = try answer(service, Request(.usersSearch, fields: all)).body
  let expected = UserFilter(searchFields: fields).select(from: state.users)
  #expect(answer["users"] == .array(expected.users.map { .object($0) }), "seed \(seed), \(fields)")
  #expect(answer["count"] == .integer(Int64(expected.count)), "seed \(seed), \(fields)")
}

@Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
func `searches agree with looking at every record, whatever was changed`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let start = CompanyGenerator(seed: seed, users: 30, locations: 4).state
  let service = MockService(start)
  let locations = start.locations.compactMap { $0["id"]?.string }
  let names = ["Ana", "Zoë", "ana", "李", "Björn", ""]
  for step in 0..<60 {
    let ids = service.state.users.compactMap { $0["id"]?.string }
    let id = ids[Int(random.next() % UInt64(ids.count))]
    let name = names[Int(random.next() % UInt64(names.count))]
    let location = locations[Int(random.next() % UInt64(locations.count))]
    switch random.next() % 5 {
    case 0: _ = service.reply(to: Request(.usersDelete, id: id))
    case 1:
      let fields: JSONObject = ["firstName": .string(name)]
      _ = service.reply(to: Request(.usersUpdate, id: id, fields: fields))
    case 2:
      let fields: JSONObject = ["locationIds": [.string(location)]]
      _ = service.reply(to: Request(.usersUpdate, id: id, fields: fields))
    case 3:
      let fields = newUser([
        "companyId": .string(start.companyId), "email": .string("n\(step)@x.example"),
        "firstName": .string(name.isEmpty ? "N" : name), "locationIds": [.string(location)],
      ])
      _ = service.reply(to: Request(.usersCreate, fields: fields))
    default: service.advance(by: .seconds(60))
    }
    let searches: [JSONObject] = [
      [:], ["query": .string(name)], ["locationId": .string(location), "limit": "5"],
      ["role": "admin", "sortDirection": "desc"], ["sort": "dateAdded", "skip": "3"],
      ["locationId": .string(location), "sortDirection": "desc", "skip": "1"],
      ["ids": .string("\(id),nobody")],
    ]
    try compare(service, searches[Int(random.next() % UInt64(searches.count))], seed: seed)
  }
}

@Test func `the state is the same after a start from it`() {
  let service = MockService()
  _ = service.reply(to: Request(.usersCreate, fields: newUser()))
  _ = service.reply(to: deleteJohn)
  let state = service.state
  #expect(MockService(state).state == state)
}

@Test func `reading changes nothing that is saved`() {
  let service = MockService()
  let before = service.state
  for request in [getJohn, searchRequest([:]), Request(.usersGet, id: "nobody")] {
    _ = service.reply(to: request)
  }
  #expect(service.state == before)
}

@Test func `many tasks at once create each user once`() async {
  let service = MockService()
  let before = service.state.users.count
  await withTaskGroup { group in
    for number in 0..<200 {
      group.addTask {
        let email = JSONValue.string("task\(number % 50)@x.example")
        _ = try? await service.write(Request(.usersCreate, fields: newUser(["email": email])))
      }
    }
  }
  let users = service.state.users
  #expect(users.count == before + 50)
  #expect(Set(users.compactMap { $0["id"]?.string }).count == users.count)
}

@Test func `the clock moves only when told`() {
  let service = MockService()
  #expect(service.now == MockClock.start)
  #expect(MockClock.start.description == "2026-01-05T12:00:00.000Z")
  service.advance(by: .seconds(3600))
  #expect(service.now.description == "2026-01-05T13:00:00.000Z")
  #expect(service.state.clock.now == service.now)
}
