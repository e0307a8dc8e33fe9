import HighLevel
import JSON
import MockBackend
import Testing

let readingCases: [ContractCase] = [
  ContractCase("a user is read by id, bare, with locations below roles") { backend, _ in
    let answer = try await backend.read(Request(.usersGet, id: DefaultCompany.johnDeo))
    #expect(answer["user"] == nil)
    #expect(answer["name"] == "John Deo")
    #expect(answer["email"] == "john@deo.com")
    #expect(answer["locationIds"] == nil)
    #expect(answer["roles"]?["locationIds"] == [.string(DefaultCompany.berlin)])
    #expect(answer["scopes"]?.strings != nil)
    #expect(answer["deleted"] == false)
  },
  ContractCase("an unknown user is not found, although the status is 401") { backend, _ in
    for operation in [HighLevel.Operation.usersGet, .usersUpdate, .usersDelete] {
      let error = try await failure {
        let request = Request(operation, id: "nobodyAtAll")
        _ =
          operation.kind == .read
          ? try await backend.read(request) : try await backend.write(request)
      }
      #expect(error.kind == .notFound)
      #expect(error.status == 401)
      #expect(error.message == "The user does not exist.")
    }
  },
  ContractCase("the placeholder some clients send is an unknown user") { backend, _ in
    let error = try await failure {
      _ = try await backend.write(Request(.usersDelete, id: "%7BuserId%7D"))
    }
    #expect(error.kind == .notFound)
  },
]

let searchingCases: [ContractCase] = [
  ContractCase("a search by name finds both people of one name") { backend, _ in
    let found = try await backend.search(["query": "ana silva"])
    #expect(found.ids.count == 2)
    #expect(found.count == 2)
  },
  ContractCase("a search narrows by location, type and role") { backend, company in
    let berlin = try await backend.search([
      "locationId": .string(DefaultCompany.berlin), "limit": "100",
    ])
    #expect(berlin.ids.contains(DefaultCompany.johnDeo))
    let admins = try await backend.search([
      "locationId": .string(DefaultCompany.berlin), "role": "admin", "type": "account",
    ])
    #expect(Set(admins.ids).isSubset(of: berlin.ids))
    #expect(admins.ids.count < berlin.ids.count)
    for id in admins.ids { #expect(try await backend.user(id).role == "admin") }
  },
  ContractCase("pages join to the whole, each user once") { backend, _ in
    let whole = try await backend.search(["limit": "100"])
    var joined: [String] = []
    for skip in stride(from: 0, to: whole.ids.count, by: 7) {
      let page = try await backend.search(["skip": .string(String(skip)), "limit": "7"])
      #expect(page.count == whole.count)
      joined += page.ids
    }
    #expect(joined == whole.ids)
    #expect(Int64(joined.count) == whole.count)
  },
  ContractCase("without a limit a page holds 25") { backend, _ in
    let page = try await backend.search([:])
    #expect(page.ids.count == 25)
  },
  ContractCase("a search by e-mail gives id and e-mail only, unless all is asked for") {
    backend, _ in
    let short = try await backend.filter("JOHN@deo.com,nobody@deo.com")
    #expect(short == [["id": .string(DefaultCompany.johnDeo), "email": "john@deo.com"]])
    let long = try await backend.filter("john@deo.com", ["projection": "all"])
    #expect(long.first.map { User($0).locationIds } == [DefaultCompany.berlin])
  },
  ContractCase("another agency is out of reach") { backend, _ in
    let error = try await failure { _ = try await backend.search(["companyId": "someoneElses"]) }
    #expect(error.kind == .wrongLocation)
  },
  ContractCase("a search without an agency is invalid") { backend, _ in
    let error = try await failure { _ = try await backend.read(Request(.usersSearch)) }
    #expect(error.kind == .invalid)
    #expect(error.messages.contains("companyId must be a string"))
  },
  ContractCase("the users of a location come without permissions") { backend, _ in
    let answer = try await backend.read(
      Request(.usersByLocation, fields: ["locationId": .string(DefaultCompany.lisbon)]))
    let users = try #require(answer["users"]?.array)
    #expect(users.count > 5)
    #expect(users.allSatisfy { $0["permissions"] == nil && $0["roles"] != nil })
  },
]

let placesCases: [ContractCase] = [
  ContractCase("a location names its agency") { backend, company in
    let answer = try await backend.read(Request(.locationsGet, id: DefaultCompany.lisbon))
    let location = try #require(Location(answer: answer))
    #expect(location.name == "Lisbon")
    #expect(location.companyId == company.id)
  },
  ContractCase("locations are listed by name") { backend, company in
    let answer = try await backend.read(
      Request(.locationsSearch, fields: ["companyId": .string(company.id), "limit": "100"]))
    let names = try #require(answer["locations"]?.array).compactMap { $0["name"]?.string }
    #expect(names.count == 7)
    #expect(names == names.sorted())
    #expect(Set(names).isSuperset(of: ["Berlin", "Zacatepec", "Lisbon"]))
  },
  ContractCase("a contact comes with its tags") { backend, _ in
    let answer = try await backend.read(Request(.contactsGet, id: DefaultCompany.contactToRemove))
    #expect(Contact(answer: answer)?.tags.contains("REMOVE USER") == true)
    let other = try await backend.read(Request(.contactsGet, id: DefaultCompany.contactToKeep))
    #expect(Contact(answer: other)?.tags.contains("REMOVE USER") == false)
  },
  ContractCase("unknown locations and contacts are not found") { backend, _ in
    for operation in [HighLevel.Operation.locationsGet, .contactsGet] {
      let error = try await failure { _ = try await backend.read(Request(operation, id: "nope")) }
      #expect(error.kind == .notFound)
    }
  },
]
