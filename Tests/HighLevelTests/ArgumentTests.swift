import HighLevel
import JSON
import Testing

private func fault(_ operation: HighLevel.Operation, _ fields: JSONObject) -> FieldError? {
  do {
    _ = try operation.normalized(fields)
    return nil
  } catch {
    return error
  }
}

@Test func `a misspelt field names the nearest one`() {
  let error = fault(.usersUpdate, ["locatoinIds": ["a"]])
  #expect(error?.field == "locatoinIds")
  #expect(error?.message == "users.update has no field 'locatoinIds'")
  #expect(error?.hint == "did you mean 'locationIds'?")
}

@Test func `a field near nothing gets the whole list`() {
  #expect(fault(.usersByLocation, ["zzzzzzz": 1])?.hint == "it takes locationId")
  #expect(fault(.usersGet, ["zzzzzzz": 1])?.hint == "it takes none")
}

@Test func `the e-mail of a user is refused by name`() {
  let error = fault(.usersUpdate, ["email": "new@acme.test"])
  #expect(error?.message == "the e-mail of a user cannot be changed")
  #expect(error?.hint?.contains("create a new user") == true)
}

@Test func `an empty table takes the shape that is due`() throws {
  let fields = try HighLevel.Operation.usersUpdate.normalized([
    "scopes": [:], "locationIds": [:], "twilioPhone": [], "permissions": [],
  ])
  #expect(fields["scopes"] == [])
  #expect(fields["locationIds"] == [])
  #expect(fields["twilioPhone"] == [:])
  #expect(fields["permissions"] == [:])
}

@Test func `a field left out stays out`() throws {
  #expect(try HighLevel.Operation.usersUpdate.normalized([:]) == [:])
}

@Test func `lists travel with commas and numbers of paging as text`() throws {
  let search = try HighLevel.Operation.usersSearch.normalized([
    "companyId": "c", "ids": ["a", "b"], "skip": 25, "limit": 50.0,
  ])
  #expect(search["ids"] == "a,b")
  #expect(search["skip"] == "25")
  #expect(search["limit"] == "50")
  let list = try HighLevel.Operation.usersFilterByEmail.normalized([
    "companyId": "c", "emails": ["a@x.test", "b@x.test"], "includeDeleted": true,
  ])
  #expect(list["emails"] == "a@x.test,b@x.test")
  #expect(list["deleted"] == true)
  #expect(list["includeDeleted"] == nil)
  let text = try HighLevel.Operation.usersFilterByEmail.normalized([
    "companyId": "c", "emails": "a@x.test, b@x.test",
  ])
  #expect(text["emails"] == "a@x.test, b@x.test")
}

@Test func `both names of one field at once are refused`() {
  let error = fault(
    .usersFilterByEmail,
    ["companyId": "c", "emails": "a@x.test", "deleted": true, "includeDeleted": false])
  #expect(error?.message == "'includeDeleted' and 'deleted' mean the same; give one of them")
}

@Test func `a number where an id is due is told to be a string`() {
  #expect(fault(.usersSearch, ["companyId": 7])?.hint == "ids are strings: put it in quotes")
  let error = fault(.usersUpdate, ["locationIds": ["a", 7]])
  #expect(error?.message == "'locationIds' holds an integer")
}

@Test(
  arguments: [
    ("firstName", .null, "'firstName' must be a string, not null"),
    ("firstName", true, "'firstName' must be a string, not a boolean"),
    ("locationIds", "abc", "'locationIds' must be a list of strings, not a string"),
    (
      "permissions", "all",
      "'permissions' must be a table of flags, each true or false, not a string"
    ),
    (
      "permissions", ["contactsEnabled": 1],
      "'permissions.contactsEnabled' must be true or false, not an integer"
    ),
    ("type", "acount", "'type' cannot be 'acount'"),
  ] as [(String, JSONValue, String)])
func `a wrong type says what is due`(field: String, value: JSONValue, message: String) {
  #expect(fault(.usersUpdate, JSONObject([(field, value)]))?.message == message)
}

@Test func `a choice that is near is suggested`() {
  #expect(fault(.usersUpdate, ["type": "acount"])?.hint == "did you mean 'account'?")
  #expect(fault(.usersUpdate, ["role": "zzz"])?.hint == "it is one of admin, user, agency_admin")
}

@Test func `a missing required field is named with what it is`() {
  let error = fault(.usersSearch, ["query": "ana"])
  #expect(error?.message == "users.search needs 'companyId'")
  #expect(error?.hint == "Id of the agency (company)")
}

@Test func `unknown permission flags and scopes pass through`() throws {
  let given: JSONObject = ["permissions": ["teleportEnabled": true], "scopes": ["brand.new"]]
  #expect(try HighLevel.Operation.usersUpdate.normalized(given) == given)
}

@Test func `a password is never quoted in an error`() {
  let error = fault(.usersUpdate, ["password": ["s3cret-word"]])
  #expect(error.map { "\($0)".contains("s3cret") } == false)
}

@Test func `negative and broken numbers are no paging`() {
  for value: JSONValue in [-1, 1.5, "ten", "-3"] {
    #expect(fault(.usersSearch, ["companyId": "c", "limit": value])?.field == "limit")
  }
}

@Test func `an id is a plain string`() throws {
  let id = try HighLevel.Operation.usersGet.normalizedID("0IHuJvc2ofPAAA8GzTRi")
  #expect(id == "0IHuJvc2ofPAAA8GzTRi")
  for value: JSONValue? in ["", "a/b", "a b", "a?b", 7, .null, nil, ["a"], "ä"] {
    #expect(throws: FieldError.self) { try HighLevel.Operation.usersGet.normalizedID(value) }
  }
}
