import HighLevel
import JSON
import Testing

@Test func `every operation is found by its name`() {
  #expect(Operations.all.count == 10)
  for operation in Operations.all {
    #expect(Operations.named(operation.name) == operation)
  }
  #expect(Operations.named("users.rename") == nil)
  #expect(Operation.usersFilterByEmail.name == "users.filter_by_email")
}

@Test func `capabilities come from resource and kind`() {
  #expect(
    Operations.capabilities == [
      "contacts.read", "locations.read", "users.create", "users.delete", "users.read",
      "users.update",
    ])
  #expect(Operation.usersFilterByEmail.capability == "users.read")
}

@Test func `only the operations on one record take an id`() {
  let names = Operations.all.filter(\.takesID).map(\.name)
  #expect(names == ["users.get", "users.update", "users.delete", "locations.get", "contacts.get"])
}

@Test func `create requires what the service requires`() {
  #expect(
    Operation.usersCreate.parameters.filter(\.required).map(\.name) == [
      "companyId", "firstName", "lastName", "email", "password", "type", "role", "locationIds",
    ])
  #expect(Operation.usersUpdate.parameters.filter(\.required).isEmpty)
}

@Test func `only the list of a location is deprecated`() {
  #expect(Operations.all.filter { $0.deprecation != nil }.map(\.name) == ["users.by_location"])
}

@Test func `wrapped and bare records are both read`() {
  let bare: JSONValue = ["id": "u1", "name": "Ana"]
  #expect(User(answer: ["user": bare])?.id == "u1")
  #expect(User(answer: bare)?.name == "Ana")
  #expect(
    Contact(answer: ["contact": ["id": "c1", "tags": ["a"]], "traceId": "t"])?.tags == ["a"])
  #expect(Location(answer: ["location": ["id": "l1", "name": "Berlin"]])?.name == "Berlin")
  #expect(User(answer: [1]) == nil)
}

@Test func `a list answer is left as it is`() {
  let answer: JSONValue = ["users": [], "count": 0]
  #expect(Operation.usersSearch.record(in: answer) == answer)
}
