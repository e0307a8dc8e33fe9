import HighLevel
import JSON
import Testing

@testable import MockBackend

private let users = DefaultCompany.state.users.map(User.init)
private let locations = DefaultCompany.state.locations.map(Location.init)

@Test func `the default company has the ids of the documentation's examples`() throws {
  #expect(DefaultCompany.state.companyId == "ve9EPM428h8vShlRW1KT")
  let names = Dictionary(uniqueKeysWithValues: locations.map { ($0.id, $0.name) })
  #expect(names["C2QujeCh8ZnC7al2InWR"] == "Berlin")
  #expect(names["U0S0QntXgSOz9Fx18Db4"] == "Zacatepec")
  #expect(names["s4BtzHFWmT28mbb85uPa"] == "Lisbon")
  let john = try #require(users.first { $0.id == "0IHuJvc2ofPAAA8GzTRi" })
  #expect(john.name == "John Deo" && john.email == "john@deo.com")
  #expect(john.role == "admin" && john.type == "account")
  #expect(john.locationIds == ["C2QujeCh8ZnC7al2InWR"])
}

@Test func `its people are as different as people are`() {
  #expect(users.count == 45)
  #expect(Set(users.map(\.id)).count == users.count)
  #expect(Set(users.map { UserRules.emailKey($0.email) }).count == users.count)
  let living = users.filter { !$0.isDeleted }
  #expect(users.count - living.count == 3)
  #expect(living.count { $0.name == "Ana Silva" } == 2)
  #expect(living.contains { $0.phone == nil } && living.contains { $0.phone != nil })
  #expect(living.contains { $0.scopes.isEmpty } && living.contains { $0.scopes.count == 189 })
  #expect(living.contains { $0.locationIds.count >= 5 })
  #expect(living.contains { $0.locationIds.isEmpty && $0.type == "account" })
  #expect(living.count { $0.isAgencyAdmin } == 3)
  #expect(living.contains { $0.role == "agency_admin" })
  #expect(living.contains { !$0.name.utf8.allSatisfy { $0 < 128 } })
}

@Test func `its records are ones the service would take`() {
  let ids = Set(locations.map(\.id))
  for user in users {
    #expect(user.id.count == 20)
    #expect(Set(user.locationIds).isSubset(of: ids), "\(user.email)")
    #expect(User.types.contains(user.type) && User.roles.contains(user.role), "\(user.email)")
    #expect(Set(user.scopes).isSubset(of: Scopes.v2), "\(user.email)")
    #expect(user.fields["password"] == nil)
    let language = user.fields["platformLanguage"]?.string
    #expect(PlatformLanguage.codes.contains(language ?? ""), "\(user.email)")
  }
}

@Test func `names of its locations differ, one pair in case only`() {
  let names = locations.map(\.name)
  #expect(Set(names).count == names.count)
  #expect(Set(names.map { $0.lowercased() }).count == names.count - 1)
  #expect(locations.allSatisfy { $0.id.count == 20 })
}

@Test func `the example that creates Martin Macedo runs as written`() async throws {
  let fields: JSONObject = [
    "companyId": "ve9EPM428h8vShlRW1KT", "firstName": "Martin", "lastName": "Macedo",
    "email": "abejorrito79@gmail.com", "password": "********", "type": "account", "role": "user",
    "locationIds": ["U0S0QntXgSOz9Fx18Db4"], "platformLanguage": "es", "phone": "+527775610738",
    "permissions": [
      "contactsEnabled": true, "opportunitiesEnabled": true, "conversationsEnabled": true,
      "assignedDataOnly": true,
    ],
    "scopes": ["contacts.write", "opportunities.write", "conversations.write"],
  ]
  let answer = try await MockService().write(Request(.usersCreate, fields: fields))
  #expect(answer["name"] == "Martin Macedo")
  #expect(answer["permissions"]?["assignedDataOnly"] == true)
}

@Test func `a generated company depends on its seed and sizes alone`() {
  let one = CompanyGenerator(seed: 7, users: 300, locations: 20).state
  #expect(one == CompanyGenerator(seed: 7, users: 300, locations: 20).state)
  #expect(one != CompanyGenerator(seed: 8, users: 300, locations: 20).state)
  #expect(one.users.count == 300 && one.locations.count == 20)
  #expect(Set(one.locations.compactMap { $0["name"]?.string }).count == 20)
  #expect(Set(one.users.compactMap { $0["id"]?.string }).count == 300)
}

@Test func `more users only add to a generated company`() {
  let small = CompanyGenerator(seed: 3, users: 50, locations: 5).state
  let large = CompanyGenerator(seed: 3, users: 80, locations: 5).state
  #expect(Array(large.users.prefix(50)) == small.users)
}

@Test func `a generated company has all sorts of people and an owner`() {
  let people = CompanyGenerator(seed: 1, users: 500).state.users.map(User.init)
  #expect(people[0].role == "agency_admin")
  #expect(people.contains { $0.isDeleted })
  #expect(people.contains { $0.phone == nil })
  #expect(people.contains { $0.locationIds.count > 1 })
  #expect(people.contains { $0.scopes.isEmpty })
}

@Test func `the smallest company is empty but whole`() async throws {
  let state = CompanyGenerator(users: 0, locations: 0).state
  #expect(state.users.isEmpty && state.locations.count == 1)
  let fields: JSONObject = ["companyId": .string(state.companyId)]
  let answer = try await MockService(state).read(Request(.usersSearch, fields: fields))
  #expect(answer["count"] == 0)
}

/// They are made in one pass, so that the default company is there at once.
@Test func `a made-up user is what the service makes of such a person`() {
  for user in DefaultCompany.people {
    let record = user.record()
    var body: JSONObject = [
      "firstName": .string(user.firstName), "lastName": .string(user.lastName),
      "email": .string(user.email), "phone": .string(user.phone ?? ""), "type": .string(user.type),
      "role": .string(user.role), "locationIds": .strings(user.locationIds),
      "scopes": .strings(user.access.scopes), "permissions": .object(user.access.permissions),
      "platformLanguage": .string(user.language),
    ]
    if let phone = user.phone, let location = user.locationIds.first {
      body["twilioPhone"] = [location: .string(phone)]
    }
    var made = UserRules.created(from: body, id: User(record).id, now: user.added)
    made["deleted"] = .bool(user.isDeleted)
    #expect(JSONValue.object(record).text() == JSONValue.object(made).text())
  }
}
