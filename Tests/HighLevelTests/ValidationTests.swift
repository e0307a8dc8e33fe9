import HighLevel
import JSON
import Testing

private let valid: JSONObject = [
  "companyId": "co", "firstName": "Ana", "lastName": "Diaz", "email": "ana@acme.test",
  "password": "short", "type": "account", "role": "user", "locationIds": ["ber"],
]

private func faults(
  _ change: JSONObject, _ options: UserRules.Options = .init()
) -> [String] {
  var body = valid
  for member in change { body[member.key] = member.value }
  return UserRules.validate(body, for: .usersCreate, options: options)
}

@Test func `a good body has no faults`() {
  #expect(faults([:]).isEmpty)
  #expect(faults(["permissions": ["anything": true], "twilioPhone": ["ber": ""]]).isEmpty)
}

@Test(
  arguments: [
    (["firstName": 7], ["firstName must be a string"]),
    (["x": 1], ["property x should not exist"]),
    (["scopes": ["nonsense"]], ["each value in scopes must be a valid enum value"]),
    (["scopes": "contacts.write"], ["scopes must be an array"]),
    (["scopes": [:]], ["scopes must be an array"]),
    (["locationIds": [1]], ["each value in locationIds must be a string"]),
    (["locationIds": "ber"], ["locationIds must be an array"]),
    (["email": "ana"], ["email must be an email"]),
    (["firstName": ""], ["firstName should not be empty"]),
    (["permissions": ["a": "yes"]], ["permissions.a must be a boolean value"]),
    (["twilioPhone": ["ber": 49]], ["twilioPhone.ber must be a string"]),
    (["role": "king"], ["role must be one of the following values: admin, user, agency_admin"]),
    (["x": 1, "phone": 2], ["property x should not exist", "phone must be a string"]),
  ] as [(JSONObject, [String])])
func `each fault has the text of the service`(change: JSONObject, texts: [String]) {
  #expect(faults(change) == texts)
}

@Test func `everything required is asked for at once`() {
  let texts = UserRules.validate([:], for: .usersCreate)
  #expect(texts.contains("firstName should not be empty"))
  #expect(texts.contains("locationIds must be an array"))
  #expect(texts.count == 15)
  #expect(UserRules.validate([:], for: .usersUpdate).isEmpty)
}

@Test func `scopes that came with v3 are unknown to v2`() {
  let change: JSONObject = ["scopes": ["askai.write"]]
  #expect(faults(change).count == 1)
  #expect(faults(change, .init(version: .v3)).contains { $0.contains("scopes") } == false)
}

@Test func `the rule for passwords is v3's, or a switch`() {
  #expect(faults(["password": "short"]).isEmpty)
  #expect(faults(["password": "short"], .init(strictPasswords: true)).count == 4)
  #expect(faults(["password": "Long-enough-1"], .init(version: .v3)).isEmpty)
  #expect(faults(["password": "longenough123"], .init(version: .v3)).count == 2)
}

@Test func `changing an e-mail is refused in words`() {
  #expect(
    UserRules.validate(["email": "a@b.test"], for: .usersUpdate)
      == ["Email update is no longer supported due to security reasons."])
}

@Test func `queries may carry numbers and booleans as text`() {
  let query: JSONObject = ["companyId": "c", "limit": "10", "enabled2waySync": "true"]
  #expect(UserRules.validate(query, for: .usersSearch).isEmpty)
  #expect(
    UserRules.validate(["companyId": "c", "limit": "ten"], for: .usersSearch)
      == ["limit must be a number string"])
}
