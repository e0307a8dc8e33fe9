import Engine
import HighLevel
import JSON

/// Lists.
extension CurlRecipe {
  mutating func listLocations() {
    let filter = filterFields()
    draft.can = ["locations.read"]
    draft.body = [
      "local names = {}",
      "for _, location in ipairs(ghl.locations.search(\(filter)).locations) do",
      "  names[#names + 1] = location.name", "end", "return names",
    ]
    let expected = call.fields["email"] == nil ? "{ \"Berlin\", \"Lisbon\", \"Paris\" }" : "{}"
    draft.test = ("lists the locations", ["changes = {},", "result = \(expected),"])
  }

  mutating func search() {
    let filter = filterFields()
    draft.can = ["users.read"] + (call.fields["locationId"] == nil ? [] : ["locations.read"])
    draft.body = [
      "local found = {}", "for user in ghl.users.each(\(filter)) do",
      "  found[#found + 1] = { id = user.id, email = user.email, name = user.name }", "end",
      "return found",
    ]
    let everybody = [
      "{ email = \"ana@acme.test\" }", "{ email = \"bob@acme.test\" }",
      "{ email = \"cleo@acme.test\" }",
    ]
    let narrows = ["query", "locationId", "type", "role", "ids"].contains {
      call.fields[$0] != nil
    }
    let isAgency = draft.parameters.contains { $0.name == "type" && $0.sample == "agency" }
    let expected = narrows ? [everybody[isAgency ? 2 : 1]] : everybody
    draft.test = (
      "lists who fits", ["changes = {},"] + Self.wrapped("result = ", expected)
    )
  }

  mutating func findByEmail() {
    let emails = call.fields["emails"]?.strings ?? []
    draft.parameters = [
      RecipeDraft.Parameter(
        type: "list", name: "emails", help: "The e-mails to look for, ; between several",
        options: ["arg = 1", "of = \"email\"", "sep = \";\""]
          + (emails.isEmpty ? [] : defaults(emails)),
        sample: ["bob@acme.test", "nobody@acme.test"],
        example: emails.isEmpty ? "john@deo.com" : emails.joined(separator: ";"))
    ]
    draft.can = ["users.read"]
    draft.body = [
      "local answer = ghl.users.filter_by_email({",
      "  emails = args.emails, projection = \"all\",\(call.fields["deleted"] == true ? " deleted = true," : "")",
      "})", "local found = {}", "for _, user in ipairs(answer.users) do",
      "  found[#found + 1] = { id = user.id, email = user.email }", "end", "return found",
    ]
    draft.test = (
      "finds who is there",
      ["changes = {},", "result = { { id = \"bob\", email = \"bob@acme.test\" } },"]
    )
  }

  /// The table for a search: what the line filters by becomes parameters, in which direction it
  /// sorts stays.
  mutating func filterFields() -> String {
    var parts: [String] = []
    for member in call.fields {
      switch member.key {
      case "locationId":
        draft.parameters.append(
          RecipeDraft.Parameter(
            type: "location", name: "location", help: "Where: id or name", sample: "Lisbon",
            example: Self.real(member.value) ?? "Lisbon"))
        parts.append("locationId = args.location.id")
      case "ids":
        draft.parameters.append(
          RecipeDraft.Parameter(
            type: "list", name: "ids", help: "Only these people, ; between several",
            options: ["of = \"user\"", "sep = \";\""], sample: ["bob"],
            example: Self.real(member.value)?.replacing(",", with: ";") ?? "john@deo.com"))
        parts.append("ids = require(\"tablex\").map(args.ids, function(user) return user.id end)")
      case "enabled2waySync":
        draft.parameters.append(
          RecipeDraft.Parameter(
            type: "flag", name: member.key, help: "Only users with two-way calendar sync"))
        parts.append("enabled2waySync = args.enabled2waySync or nil")
      case "sort", "sortDirection", "order":
        parts.append("\(member.key) = \(LuaText.value(member.value))")
      default: parts.append(scalarFilter(member.key, member.value))
      }
    }
    let line = parts.joined(separator: ", ")
    if parts.isEmpty { return "{}" }
    guard line.count > 60 else { return "{ \(line) }" }
    return "{\n\(parts.map { "      \($0),\n" }.joined())    }"
  }

  mutating func scalarFilter(_ name: String, _ value: JSONValue) -> String {
    var parameter = scalar(name, value)
    switch name {
    case "query": parameter.sample = "Bob"
    case "type": parameter.sample = value
    case "role": parameter.sample = "user"
    case "email": parameter.sample = "nobody@acme.test"
    default: break
    }
    if name == "type", parameter.sample?.string.map(CurlValue.isPlaceholder) != false {
      parameter.sample = "account"
    }
    // Bob, whom the test looks for, is a user of a location.
    let finders = ["query", "role", "ids", "locationId"]
    if name == "type", finders.contains(where: { call.fields[$0] != nil }) {
      parameter.sample = "account"
    }
    draft.parameters.append(parameter)
    return "\(name) = args.\(name)"
  }

  static func wrapped(_ lead: String, _ items: [String]) -> [String] {
    let line = "\(lead){ \(items.joined(separator: ", ")) },"
    if line.count <= 92 { return [line] }
    return ["\(lead){"] + items.map { "  \($0)," } + ["},"]
  }
}
