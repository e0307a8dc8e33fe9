import Diagnostics
import HighLevel
import JSON

/// A recipe that does what a cURL line does, with parameters in the place of its ids and values.
struct CurlRecipe {
  private let call: CurlCall
  private var draft: RecipeDraft
  private(set) var notes: [String]

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
  private var user: RecipeDraft.Parameter {
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
    draft.body = ["return ghl.locations.get(args.location.id)"]
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
      "local contact = ghl.contacts.get(args.contact)",
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

/// Lists.
extension CurlRecipe {
  private mutating func listLocations() {
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

  private mutating func search() {
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

  private mutating func findByEmail() {
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
  private mutating func filterFields() -> String {
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

  private mutating func scalarFilter(_ name: String, _ value: JSONValue) -> String {
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

  private static func wrapped(_ lead: String, _ items: [String]) -> [String] {
    let line = "\(lead){ \(items.joined(separator: ", ")) },"
    if line.count <= 92 { return [line] }
    return ["\(lead){"] + items.map { "  \($0)," } + ["},"]
  }
}

/// Writes.
extension CurlRecipe {
  private mutating func update() {
    draft.parameters = [user]
    draft.limit = "update = 1"
    var written: [String] = []
    var changes: [String] = []
    var sent: [String] = []
    var permissions: JSONValue?
    for member in call.fields where member.key != "twilioPhone" {
      if member.key == "permissions" {
        permissions = member.value
        continue
      }
      let field = field(member.key, member.value)
      sent.append("\(member.key) = \(field.code),")
      written.append(member.key)
      if let change = field.change { changes.append(change) }
    }
    if call.fields.isEmpty {
      // The line says nothing of what it changes, so this is an example.
      let field = field("phone", "")
      sent = ["phone = \(field.code),"]
      written = ["phone"]
      changes = [field.change].compactMap(\.self)
      notes.append("the body is empty; the recipe sets the phone number as an example")
    }
    var body: [String] = []
    if !sent.isEmpty {
      body += ["ghl.users.update(args.user.id, {"] + sent.map { "  \($0)" } + ["})"]
    }
    if written.contains("locationIds") {
      body.insert("-- This replaces the whole list; users.add_locations keeps the others.", at: 0)
    }
    if let permissions {
      let flags = LuaText.table(permissions, indent: "    ", taken: 54)
      body += [
        "-- The flags that are not named stay as they are.",
        "require(\"ghl.users\").set_permissions(args.user, \(flags))",
      ]
      written.append("permissions")
      let changed = JSONObject(
        (permissions.object ?? [:]).filter { $0.value == true }.map { ($0.key, [false, true]) })
      if !changed.isEmpty {
        let pairs = LuaText.table(.object(changed), indent: "            ", taken: 26)
        changes.append("permissions = \(pairs)")
      }
    }
    if let numbers = call.fields["twilioPhone"]?.object {
      addNumber(numbers, &body, &written, &changes)
    }
    draft.body = body + ["return { user = args.user.email }"]
    let readsPlaces = written.contains("locationIds") || written.contains("twilioPhone")
    draft.can =
      ["users.read"] + (readsPlaces ? ["locations.read"] : [])
      + ["users.update(\(written.joined(separator: ", ")))"]
    draft.test = ("changes what it is told to", Self.updateExpectation(changes))
  }

  private static func updateExpectation(_ changes: [String]) -> [String] {
    // A password is all that changes, and no plan shows one.
    if changes.isEmpty { return ["result = { user = \"bob@acme.test\" },"] }
    return ["changes = {", "  { \"update\", \"users/bob\", {"] + changes.map { "    \($0)," }
      + ["  } },", "},"]
  }

  private mutating func addNumber(
    _ numbers: JSONObject, _ body: inout [String], _ written: inout [String],
    _ changes: inout [String]
  ) {
    draft.parameters += [
      RecipeDraft.Parameter(
        type: "location", name: "location", help: "Where the number is for", sample: "Lisbon",
        example: numbers.keys.first.flatMap { Self.real(.string($0)) } ?? "Lisbon"),
      RecipeDraft.Parameter(
        type: "string", name: "number", help: "The number, with its country code",
        sample: "+351210000001",
        example: numbers.members.first.flatMap { Self.real($0.value) } ?? "+351210000001"),
    ]
    body += [
      "-- Numbers at other locations stay as they are.",
      "require(\"ghl.users\").set_phone(args.user, args.location, args.number)",
    ]
    written.append("twilioPhone")
    changes.append("twilioPhone = { lis = { null, \"+351210000001\" } }")
    if numbers.count > 1 {
      notes.append("the line sets several numbers; give each in a run of its own")
    }
  }

  private mutating func create() {
    let required = call.operation.parameters.filter(\.required).map(\.name)
    let ordered = ["email", "firstName", "lastName", "locationIds"]
    let names =
      ordered + required.filter { !ordered.contains($0) }
      + call.fields.keys.filter { !required.contains($0) }
    var sent: [String] = []
    for name in names where name != "companyId" {
      if name == "permissions" {
        let flags = LuaText.table(call.fields[name] ?? [:], indent: "      ", taken: 21)
        sent.append("permissions = \(flags),")
        continue
      }
      if name == "twilioPhone" {
        notes.append("the number at a location is left out; set-phone-numbers sets it afterwards")
        continue
      }
      let field = field(name, call.fields[name] ?? "")
      if name != "email" { sent.append("\(name) = \(field.code),") }
    }
    number(["email", "firstName", "lastName"])
    draft.limit = "create = 1"
    draft.can = ["users.read", "locations.read", "users.create"]
    draft.body =
      [
        "local users = require \"ghl.users\"", "if users.find(args.email) then",
        "  ctx.skip(args.email .. \" has an account already\")", "end",
        "users.ensure(args.email, {",
      ] + sent.map { "  \($0)" } + ["})", "return { user = args.email }"]
    draft.test = (
      "creates the user",
      [
        "changes = {", "  { \"create\", \"users/dee@acme.test\", {",
        "    firstName = \"Dee\", lastName = \"Dale\", locationIds = { \"lis\" },", "  } },", "},",
      ]
    )
  }

  /// Gives parameters their places on the command line.
  private mutating func number(_ names: [String]) {
    for (index, name) in names.enumerated() {
      guard let at = draft.parameters.firstIndex(where: { $0.name == name }) else { continue }
      draft.parameters[at].options.insert("arg = \(index + 1)", at: 0)
    }
  }
}

/// Fields of a body.
extension CurlRecipe {
  /// Declares the parameter of a field: what the body has for it, and what the test sees change.
  private mutating func field(
    _ name: String, _ value: JSONValue
  ) -> (code: String, change: String?) {
    switch name {
    case "locationIds":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "list", name: "locations", help: "Where: ids or names, ; between several",
          options: ["of = \"location\"", "sep = \";\""],
          sample: call.operation == .usersCreate ? ["Lisbon"] : ["Berlin", "Paris"],
          example: Self.joined(value) ?? "Lisbon"))
      return (
        "require(\"tablex\").map(args.locations, function(place) return place.id end)",
        "locationIds = { { \"lis\" }, { \"ber\", \"par\" } }"
      )
    case "scopes", "scopesAssignedToOnly":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "list", name: name, help: summary(of: name) + ", ; between several",
          options: ["of = \"scope\"", "sep = \";\""]
            + (value.strings.map(defaults) ?? ["optional = true"]),
          sample: ["contacts.write"]))
      return ("args.\(name)", "\(name) = { {}, { \"contacts.write\" } }")
    case "password":
      draft.parameters.append(
        RecipeDraft.Parameter(
          type: "secret", name: name,
          help: call.operation == .usersCreate
            ? "First password; random without it"
            : "The new one; env:NAME or file:PATH keeps it out of the command line",
          options: call.operation == .usersCreate ? ["optional = true"] : [],
          sample: call.operation == .usersCreate ? nil : "Fresh-Start-2026",
          example: call.operation == .usersCreate ? nil : "env:NEW_PASSWORD"))
      return ("args.password", nil)
    default:
      var parameter = scalar(name, value)
      let (before, after) = Self.samples[name] ?? (.null, "test")
      parameter.sample = after
      let isKey = ["email", "firstName", "lastName"].contains(name)
      if call.operation == .usersCreate, !isKey, parameter.options.isEmpty {
        parameter.options = ["optional = true"]
      }
      let isDefault = parameter.options.contains { $0.hasPrefix("default") }
      let isNeeded = isKey || call.operation == .usersUpdate
      parameter.example = isDefault ? nil : Self.real(value) ?? (isNeeded ? after.string : nil)
      draft.parameters.append(parameter)
      return ("args.\(name)", "\(name) = { \(LuaText.value(before)), \(LuaText.value(after)) }")
    }
  }

  /// What Bob of the fixture has, and what the test gives him.
  private static let samples: [String: (JSONValue, JSONValue)] = [
    "firstName": ("Bob", "Dee"), "lastName": ("Stone", "Dale"),
    "phone": ("+351211111111", "+49301234567"), "role": ("user", "admin"),
    "type": ("account", "account"), "profilePhoto": (.null, "https://acme.test/dee.png"),
    "platformLanguage": (.null, "de"), "email": (.null, "dee@acme.test"),
  ]

  /// The text of a value that is no placeholder.
  private static func real(_ value: JSONValue) -> String? {
    value.string.flatMap { CurlValue.isPlaceholder($0) ? nil : $0 }
  }

  private static func joined(_ value: JSONValue) -> String? {
    let real = (value.strings ?? []).filter { !CurlValue.isPlaceholder($0) }
    return real.isEmpty ? nil : real.joined(separator: ";")
  }

  /// A parameter for a single value. One of a person alone is no default for others.
  private func scalar(_ name: String, _ value: JSONValue) -> RecipeDraft.Parameter {
    let choices = call.operation.parameter(name)?.choices ?? []
    var parameter = RecipeDraft.Parameter(
      type: name == "email" ? "email" : choices.isEmpty ? "string" : "enum", name: name,
      help: summary(of: name))
    if !choices.isEmpty {
      parameter.options.append("choices = \(LuaText.value(.strings(choices)))")
    }
    let isPersonal = ["email", "firstName", "lastName", "phone", "profilePhoto"].contains(name)
    if let text = Self.real(value), !isPersonal,
      choices.isEmpty || choices.contains(text)
    {
      parameter.options.append("default = \(LuaText.quoted(text))")
    }
    return parameter
  }

  private func summary(of field: String) -> String {
    call.operation.parameter(field)?.summary ?? field
  }

  private func defaults(_ values: [String]) -> [String] {
    let real = values.filter { !CurlValue.isPlaceholder($0) }
    return real.isEmpty && !values.isEmpty ? [] : ["default = \(LuaText.value(.strings(real)))"]
  }
}
