import HighLevel
import JSON
import Testing

private let noon = Timestamp("2026-01-05T12:00:00.000Z") ?? Timestamp(milliseconds: 0)
private let later = noon.advanced(by: .seconds(60))

private let body: JSONObject = [
  "companyId": "co", "firstName": "Ana", "lastName": "Núñez", "email": "Ana@acme.test",
  "password": "s3cret", "type": "account", "role": "user", "locationIds": ["ber", "par"],
]
private let ana = UserRules.created(from: body, id: "u1", now: noon)

private func updated(_ change: JSONObject, _ options: UserRules.Options = .init()) -> JSONObject {
  UserRules.updated(ana, by: change, now: later, options: options)
}

@Test func `locations are written at the top and read below roles`() {
  #expect(ana["locationIds"] == nil)
  #expect(ana["roles"]?["locationIds"] == ["ber", "par"])
  let moved = updated(["locationIds": ["lis"]])
  #expect(User(moved).locationIds == ["lis"])
  #expect(UserRules.writtenValue(of: "locationIds", in: moved) == ["lis"])
}

@Test func `type and role are kept below roles`() {
  let promoted = updated(["type": "agency", "role": "admin"])
  #expect(promoted["roles"] == ["type": "agency", "role": "admin", "locationIds": ["ber", "par"]])
  #expect(promoted["role"] == nil)
  #expect(User(promoted).isAgencyAdmin)
}

@Test func `the full name follows the parts`() {
  #expect(User(ana).name == "Ana Núñez")
  #expect(User(updated(["lastName": "Diaz"])).name == "Ana Diaz")
}

@Test func `no record holds a password or a company`() {
  #expect(ana["password"] == nil && ana["companyId"] == nil)
  #expect(updated(["password": "other", "companyId": "co"])["password"] == nil)
}

@Test func `an e-mail in an update is ignored`() {
  #expect(User(updated(["email": "x@acme.test"])).email == "Ana@acme.test")
}

@Test func `a new user has the initial flags and no phone`() {
  #expect(User(ana).permissions.count == 38)
  #expect(ana["permissions"]?["contactsEnabled"] == true)
  #expect(ana["permissions"]?["assignedDataOnly"] == false)
  #expect(ana["phone"] == nil)
  #expect(ana["deleted"] == false)
  #expect(User(ana).scopes == UserRules.everydayScopes)
  #expect(ana["dateAdded"] == "2026-01-05T12:00:00.000Z")
}

@Test func `a partial map of flags resets the others, or merges by the switch`() {
  let off = updated(["permissions": ["contactsEnabled": false, "teleport": true]])
  let reset = UserRules.updated(off, by: ["permissions": ["tagsEnabled": false]], now: later)
  #expect(reset["permissions"]?["contactsEnabled"] == true)
  #expect(reset["permissions"]?["teleport"] == nil)
  let merged = UserRules.updated(
    off, by: ["permissions": ["tagsEnabled": false]], now: later,
    options: .init(partialPermissions: .merge))
  #expect(merged["permissions"]?["contactsEnabled"] == false)
  #expect(merged["permissions"]?["tagsEnabled"] == false)
  #expect(merged["permissions"]?["teleport"] == true)
}

@Test func `an empty list of scopes switches all off and none given keeps them`() {
  #expect(updated(["scopes": []])["scopes"] == [])
  #expect(updated(["firstName": "Bo"])["scopes"] == ana["scopes"])
}

@Test func `numbers by location are replaced as a whole`() {
  let both = updated(["twilioPhone": ["ber": "+491", "par": "+331"]])
  #expect(both["lcPhone"] == ["ber": "+491", "par": "+331"])
  let one = UserRules.updated(both, by: ["twilioPhone": ["par": "+332"]], now: later)
  #expect(one["lcPhone"] == ["par": "+332"])
  let cleared = UserRules.updated(
    both, by: ["twilioPhone": ["ber": "", "par": "+331"]], now: later)
  #expect(cleared["lcPhone"] == ["par": "+331"])
  #expect(UserRules.updated(both, by: ["twilioPhone": [:]], now: later)["lcPhone"] == [:])
  #expect(
    UserRules.updated(both, by: ["firstName": "Bo"], now: later)["lcPhone"] == both["lcPhone"])
}

@Test func `an empty phone is an absent one`() {
  let withPhone = updated(["phone": "+491"])
  #expect(withPhone["phone"] == "+491")
  #expect(UserRules.updated(withPhone, by: ["phone": ""], now: later)["phone"] == nil)
}

@Test func `unknown fields survive an update`() {
  var odd = ana
  odd["shoeSize"] = 43
  #expect(UserRules.updated(odd, by: ["firstName": "Bo"], now: later)["shoeSize"] == 43)
}

@Test func `lists of ids and scopes are sets`() {
  #expect(UserRules.sameValue("locationIds", ["a", "b"], ["b", "a"]))
  #expect(UserRules.sameValue("scopes", nil, []))
  #expect(!UserRules.sameValue("scopes", ["a"], []))
  #expect(UserRules.sameValue("twilioPhone", ["a": ""], nil))
  #expect(UserRules.sameValue("permissions", ["a": true, "b": false], ["b": false, "a": true]))
  #expect(UserRules.sameValue("phone", nil, ""))
  #expect(!UserRules.sameValue("firstName", "Ana", "ana"))
}

@Test func `an update that changes nothing has no changes`() {
  let same: JSONObject = [
    "companyId": "co", "firstName": "Ana", "locationIds": ["par", "ber"], "role": "user",
    "twilioPhone": [:], "phone": "", "permissions": ana["permissions"] ?? [:],
  ]
  #expect(UserRules.changes(by: same, in: ana).isEmpty)
}

@Test func `changes name the field of the body, before and after`() {
  let changes = UserRules.changes(
    by: ["locationIds": ["lis", "par"], "password": "n3w", "firstName": "Ana"], in: ana)
  #expect(changes.map(\.field) == ["locationIds", "password"])
  #expect(changes[0].before == ["ber", "par"])
  #expect(changes[0].after == ["lis", "par"])
  #expect(changes[1].before == nil && changes[1].after == nil)
}

@Test func `a partial map of flags is judged by what it does`() {
  let off = updated(["permissions": ["contactsEnabled": false]])
  #expect(UserRules.changes(by: ["permissions": ["tagsEnabled": true]], in: ana).isEmpty)
  #expect(UserRules.changes(by: ["permissions": ["tagsEnabled": true]], in: off).count == 1)
}

@Test func `a null changes nothing`() {
  let nulls: JSONObject = ["locationIds": .null, "phone": .null, "scopes": .null]
  #expect(UserRules.changes(by: nulls, in: ana).isEmpty)
  #expect(updated(nulls)["roles"] == ana["roles"])
  #expect(UserRules.validate(nulls, for: .usersUpdate).isEmpty)
}

@Test func `what only the service knows of a new user is named`() {
  #expect(
    UserRules.serverFilled(creating: body)
      == ["id", "dateAdded", "dateUpdated", "scopes", "permissions"])
  #expect(
    UserRules.serverFilled(creating: ["scopes": [], "permissions": [:]])
      == ["id", "dateAdded", "dateUpdated"])
}

@Test func `e-mails of one mailbox share a key`() {
  #expect(UserRules.emailKey("  Ana@ACME.test ") == "ana@acme.test")
}

@Test func `the list of a location shows no permissions`() {
  #expect(UserRules.listed(ana)["permissions"] == nil)
  #expect(UserRules.listed(ana)["roles"] == ana["roles"])
}

@Test func `the answer to a delete differs by version`() {
  let message: JSONValue = """
    Queued deleting user with e-mail Ana@acme.test and name Ana Núñez. \
    Will take effect in a few minutes.
    """
  #expect(
    UserRules.deleteAnswer(for: ana, version: .v2) == ["succeded": true, "message": message])
  #expect(
    UserRules.deleteAnswer(for: ana, version: .v3) == ["succeeded": true, "message": message])
}
