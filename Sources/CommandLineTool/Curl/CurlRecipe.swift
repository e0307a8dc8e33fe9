import Diagnostics
import HighLevel
import JSON

/// A recipe that does what a cURL line does, with parameters in the place of its ids and values.
struct CurlRecipe {
  let call: CurlCall
  var draft: RecipeDraft
  var notes: [String]

  /// - Parameter name: The recipe's; by default that of the operation.
  init(_ call: CurlCall, name: String? = nil) {
    self.call = call
    notes = call.notes
    let usual = String(call.operation.name.map { $0 == "." || $0 == "_" ? "-" : $0 })
    draft = RecipeDraft(name: name ?? usual, summary: call.operation.summary)
    switch call.operation {
    case .usersGet: readUser()
    case .usersUpdate: update()
    case .usersCreate: create()
    case .usersDelete: delete()
    case .usersFilterByEmail: findByEmail()
    case .locationsGet: readLocation()
    case .locationsSearch: listLocations()
    case .contactsGet: readContact()
    default: search()
    }
  }

  var name: String { draft.name }
  var text: String { draft.text }

  // MARK: One record

  /// The user whose id stands in the path.
  var user: RecipeDraft.Parameter {
    RecipeDraft.Parameter(
      type: "user", name: "user", help: "Who: id, e-mail or full name", options: ["arg = 1"],
      sample: "bob@acme.test", example: call.id ?? "john@deo.com")
  }

  private mutating func readUser() {
    draft.parameters = [user]
    draft.can = ["users.read"]
    draft.body = ["return ghl.users.get(args.user.id)"]
    draft.test = ("gives the record", ["changes = {},", "result = { email = \"bob@acme.test\" },"])
  }

  private mutating func delete() {
    draft.parameters = [user]
    draft.can = ["users.read", "users.delete"]
    draft.limit = "delete = 1"
    draft.body = ["ghl.users.delete(args.user.id)", "return { user = args.user.email }"]
    draft.test = (
      "deletes the user and nobody else", ["changes = { { \"delete\", \"users/bob\" } },"]
    )
  }

  private mutating func readLocation() {
    draft.parameters = [
      RecipeDraft.Parameter(
        type: "location", name: "location", help: "Which: id or name", options: ["arg = 1"],
        sample: "Lisbon", example: call.id ?? "Lisbon")
    ]
    draft.can = ["locations.read"]
    draft.body = ["return ghl.locations.get(args.location.id).location"]
    draft.test = ("gives the record", ["changes = {},", "result = { name = \"Lisbon\" },"])
  }

  private mutating func readContact() {
    draft.parameters = [
      RecipeDraft.Parameter(
        type: "string", name: "contact", help: "The contact's id", options: ["arg = 1"],
        sample: "c-mia", example: call.id ?? "seD4PfOuKoVMLkEZqohJ")
    ]
    draft.can = ["contacts.read"]
    draft.body = [
      "local contact = ghl.contacts.get(args.contact).contact",
      "return { email = contact.email, tags = contact.tags }",
    ]
    draft.given = "one-contact"
    draft.fixtures = [
      "fixtures = {", "  [\"one-contact\"] = {", "    company = \"acme\",",
      "    locations = { { id = \"ber\", name = \"Berlin\" } },", "    users = {},",
      "    contacts = { { id = \"c-mia\", email = \"mia@acme.test\", locationId = \"ber\","
        + " tags = { \"vip\" } } },",
      "  },", "},",
    ]
    draft.test = (
      "gives e-mail and tags",
      ["changes = {},", "result = { email = \"mia@acme.test\", tags = { \"vip\" } },"]
    )
  }
}
