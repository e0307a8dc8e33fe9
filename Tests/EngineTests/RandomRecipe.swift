import HighLevel
import JSON
import MockBackend

/// Writes recipes that nobody would write: they search, walk, find, create, change and delete at
/// random, and decide on what they read.
struct RandomRecipe {
  private var generator: SeededGenerator
  private let emails: [String]
  private let ids: [String]
  private let places: [String]

  init(_ state: MockState, seed: UInt64) {
    generator = SeededGenerator(seed: seed &* 7919)
    let users = state.users.map { User($0) }
    (emails, ids) = (users.map(\.email), users.map(\.id))
    places = state.locations.compactMap { $0["id"]?.string }
  }

  /// A plain script of some statements, each of which may fail.
  mutating func script() -> String {
    let statements = (0..<random(2...8)).map { number in
      "pcall(function()\n\(statement(number))\nend)"
    }
    return "local users = require \"ghl.users\"\n" + statements.joined(separator: "\n")
  }

  private mutating func statement(_ number: Int) -> String {
    switch random(0...8) {
    case 0, 1:
      return """
        local n = 0
        for user in ghl.users.each(\(filter())) do n = n + 1 \(body()) end
        """
    case 2:
      return """
        for n, user in ipairs(ghl.users.search(\(filter(paged: true))).users) do \(body()) end
        """
    case 3: return "local n, user = 1, ghl.users.find(\"\(email())\") if user then \(body()) end"
    case 4: return "local n, user = 5, ghl.users.get(\"\(pick(ids))\") \(body())"
    case 5: return create(email())
    case 6: return create("new\(random(0...3))@acme.example")
    case 7:
      return """
        users.ensure("new\(random(0...3))@acme.example", { firstName = "En", lastName = "Sure",
          locationIds = { "\(pick(places))" } })
        """
    default:
      return """
        local found = ghl.users.search(\(filter(paged: true)))
        if found.count % 2 == 0 then ghl.users.update("\(pick(ids))", \(fields())) end
        """
    }
  }

  private mutating func create(_ email: String) -> String {
    """
    ghl.users.create { email = "\(email)", firstName = "N", lastName = "P", type = "account",
      role = "user", password = "Sun-Rise-2026!", locationIds = { "\(pick(places))" } }
    """
  }

  /// What is done to `user`, the `n`th of its kind.
  private mutating func body() -> String {
    switch random(0...6) {
    case 0: return "if n % 4 == 1 then ghl.users.delete(user.id) end"
    case 1: return "if user.role == \"admin\" then ghl.users.update(user.id, \(fields())) end"
    case 2: return "ghl.users.update(user.id, { lastName = user.firstName .. n })"
    case 3: return "if user.phone then ghl.users.update(user.id, { phone = \"+1555000\" .. n }) end"
    case 4: return "if n % 3 == 0 then ghl.users.update(user.id, \(fields())) end"
    case 5: return "users.add_locations(user, { \"\(pick(places))\" })"
    default: return "ghl.users.update(user.id, \(fields()))"
    }
  }

  private mutating func fields() -> String {
    switch random(0...5) {
    case 0: return "{ firstName = \"\(pick(["Jo", "Kim", "Zoe"]))\" }"
    case 1: return "{ locationIds = { \"\(pick(places))\" } }"
    case 2: return "{ permissions = { contactsEnabled = \(pick(["true", "false"])) } }"
    case 3: return "{ scopes = {} }"
    case 4: return "{ role = \"\(pick(["admin", "user"]))\", firstName = \"Ro\" }"
    default: return "{ phone = \"+1555\(random(1000...9999))\" }"
    }
  }

  private mutating func filter(paged: Bool = false) -> String {
    var parts: [String] = []
    switch random(0...4) {
    case 0: parts.append("role = \"admin\"")
    case 1: parts.append("locationId = \"\(pick(places))\"")
    case 2: parts.append("query = \"\(pick(["a", "user1", "new", "Kim"]))\"")
    default: break
    }
    if paged { parts.append("limit = \(random(1...20)), skip = \(random(0...5))") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  private mutating func email() -> String { pick(emails) }

  private mutating func random(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func pick(_ words: [String]) -> String {
    words.randomElement(using: &generator) ?? ""
  }

  /// Something that somebody else does to the company.
  mutating func outsideChange(companyId: String) -> Request {
    switch random(0...6) {
    case 0: return Request(.usersDelete, id: pick(ids))
    case 1:
      let email = random(0...1) == 0 ? "new\(random(0...3))@acme.example" : "out@acme.example"
      return Request(
        .usersCreate,
        fields: [
          "companyId": .string(companyId), "email": .string(email), "firstName": "Out",
          "lastName": "Side", "password": "Out-Side-2026!", "type": "account", "role": "user",
          "locationIds": [.string(pick(places))],
        ])
    default: return Request(.usersUpdate, id: pick(ids), fields: outsideFields())
    }
  }

  private mutating func outsideFields() -> JSONObject {
    switch random(0...4) {
    case 0: ["firstName": .string(pick(["Outside", "Kim"]))]
    case 1: ["role": .string(pick(["admin", "user"]))]
    case 2: ["phone": "+15005550006"]
    case 3: ["locationIds": [.string(pick(places))]]
    default: ["permissions": ["tagsEnabled": .bool(random(0...1) == 0)]]
    }
  }
}
