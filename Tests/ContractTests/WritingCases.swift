import HighLevel
import JSON
import MockBackend
import Testing

let creatingCases: [ContractCase] = [
  ContractCase("a created user is found by id, by e-mail and in its location") { backend, _ in
    let answer = try await backend.write(Request(.usersCreate, fields: newUser()))
    let user = try #require(User(answer: answer))
    #expect(user.name == "Martin Macedo")
    #expect(user.locationIds == [DefaultCompany.zacatepec])
    #expect(user.fields["password"] == nil)
    #expect(try await backend.user(user.id).email == "abejorrito79@gmail.com")
    #expect(try await backend.filter("abejorrito79@gmail.com").count == 1)
    let found = try await backend.search(["locationId": .string(DefaultCompany.zacatepec)])
    #expect(found.ids.contains(user.id))
  },
  ContractCase("an e-mail is taken, whatever its case") { backend, _ in
    for email: JSONValue in ["john@deo.com", "John@DEO.com"] {
      let error = try await failure {
        _ = try await backend.write(Request(.usersCreate, fields: newUser(["email": email])))
      }
      #expect(error.kind == .duplicateEmail)
      #expect(error.status == 400)
      #expect(error.message == "A user with this email already exists")
    }
  },
  ContractCase("a body is checked as a whole") { backend, _ in
    let error = try await failure {
      let body = newUser(["firstName": 7, "x": 1, "scopes": ["nonsense"]])
      _ = try await backend.write(Request(.usersCreate, fields: body))
    }
    #expect(error.kind == .invalid)
    #expect(error.status == 422)
    #expect(
      Set(error.messages) == [
        "firstName must be a string", "property x should not exist",
        "each value in scopes must be a valid enum value",
      ])
  },
  ContractCase("nobody works in a location that is not there") { backend, _ in
    let error = try await failure {
      let body = newUser(["locationIds": ["nowhere"]])
      _ = try await backend.write(Request(.usersCreate, fields: body))
    }
    #expect(error.kind == .invalid)
  },
]

let updatingCases: [ContractCase] = [
  ContractCase("a list of locations replaces the one before") { backend, _ in
    let moved = try await backend.update(
      DefaultCompany.johnDeo, ["locationIds": [.string(DefaultCompany.lisbon)]])
    #expect(moved.locationIds == [DefaultCompany.lisbon])
    #expect(try await backend.user(moved.id).locationIds == [DefaultCompany.lisbon])
    let lisbon = try await backend.search(["locationId": .string(DefaultCompany.lisbon)])
    #expect(lisbon.ids.contains(moved.id))
    let berlin = try await backend.search([
      "locationId": .string(DefaultCompany.berlin), "limit": "100",
    ])
    #expect(!berlin.ids.contains(moved.id))
  },
  ContractCase("a new name is searched by and sorted by") { backend, _ in
    try await backend.update(DefaultCompany.johnDeo, ["firstName": "Aaron"])
    #expect(try await backend.user(DefaultCompany.johnDeo).name == "Aaron Deo")
    #expect(try await backend.search(["limit": "1"]).ids == [DefaultCompany.johnDeo])
    #expect(try await backend.search(["query": "john deo"]).ids.isEmpty)
  },
  ContractCase("an empty list of scopes switches every scope off") { backend, _ in
    try await backend.update(DefaultCompany.johnDeo, ["scopes": []])
    #expect(try await backend.user(DefaultCompany.johnDeo).scopes.isEmpty)
  },
  ContractCase("a field left out is left as it is") { backend, _ in
    let before = try await backend.user(DefaultCompany.johnDeo)
    let after = try await backend.update(before.id, ["lastName": "Doe"])
    #expect(after.scopes == before.scopes)
    #expect(after.permissions == before.permissions)
    #expect(after.locationIds == before.locationIds)
    #expect(after.phone == before.phone)
  },
  ContractCase("a partial map of flags resets the flags it leaves out") { backend, _ in
    try await backend.update(
      DefaultCompany.johnDeo, ["permissions": ["contactsEnabled": false, "tagsEnabled": false]])
    let after = try await backend.update(
      DefaultCompany.johnDeo, ["permissions": ["tagsEnabled": false]])
    #expect(after.permissions["tagsEnabled"] == false)
    #expect(after.permissions["contactsEnabled"] == true)
  },
  ContractCase("numbers by location are replaced as a whole, and read as lcPhone") { backend, _ in
    let numbers: JSONValue = [DefaultCompany.berlin: "+491", DefaultCompany.lisbon: "+351"]
    let both = try await backend.update(DefaultCompany.johnDeo, ["twilioPhone": numbers])
    #expect(both.fields["lcPhone"] == numbers)
    let none = try await backend.update(DefaultCompany.johnDeo, ["twilioPhone": [:]])
    #expect(none.fields["lcPhone"] == [:])
  },
  ContractCase("an e-mail cannot be changed") { backend, _ in
    let error = try await failure {
      try await backend.update(DefaultCompany.johnDeo, ["email": "new@deo.com"])
    }
    #expect(error.kind == .invalid)
    #expect(try await backend.user(DefaultCompany.johnDeo).email == "john@deo.com")
  },
  ContractCase("type and role are read back below roles") { backend, _ in
    let user = try await backend.update(
      DefaultCompany.johnDeo, ["type": "agency", "role": "admin"])
    #expect(user.fields["roles"]?["type"] == "agency")
    #expect(user.isAgencyAdmin)
  },
]

let deletingCases: [ContractCase] = [
  ContractCase("a deleted user is gone once the queue is through") { backend, company in
    let answer = try await backend.write(Request(.usersDelete, id: DefaultCompany.johnDeo))
    // Version v3 spells it right.
    #expect(answer["succeded"] ?? answer["succeeded"] == true)
    await company.passTime(.seconds(180))
    let error = try await failure { _ = try await backend.user(DefaultCompany.johnDeo) }
    #expect(error.kind == .notFound)
    #expect(try await backend.search(["query": "john@deo.com"]).ids.isEmpty)
    #expect(try await backend.filter("john@deo.com").isEmpty)
    #expect(try await backend.filter("john@deo.com", ["deleted": true]).count == 1)
  },
  ContractCase("the e-mail of a deleted user is free again") { backend, company in
    _ = try await backend.write(Request(.usersDelete, id: DefaultCompany.johnDeo))
    await company.passTime(.seconds(180))
    let body = newUser(["email": "john@deo.com"])
    let user = try #require(
      User(answer: try await backend.write(Request(.usersCreate, fields: body))))
    #expect(user.id != DefaultCompany.johnDeo)
    let living = try await backend.filter("john@deo.com")
    #expect(living.map { User($0).id } == [user.id])
  },
]
