import Engine
import HighLevel
import JSON

/// Writes.
extension CurlRecipe {
  mutating func update() {
    draft.parameters = [user]
    var parts = UpdateParts()
    for member in call.fields where !["permissions", "twilioPhone"].contains(member.key) {
      parts.add(member.key, field(member.key, member.value))
    }
    if call.fields.isEmpty {
      // The line says nothing of what it changes, so this is an example.
      parts.add("phone", field("phone", ""))
      notes.append("the body is empty; the recipe sets the phone number as an example")
    }
    parts.finish()
    if let permissions = call.fields["permissions"] { set(permissions, &parts) }
    if let numbers = call.fields["twilioPhone"]?.object { addNumber(numbers, &parts) }
    draft.limit = "update = \(max(1, parts.changes.count))"
    draft.body = parts.body + ["return { user = args.user.email }"]
    let readsPlaces = parts.written.contains { $0 == "locationIds" || $0 == "twilioPhone" }
    draft.can =
      ["users.read"] + (readsPlaces ? ["locations.read"] : [])
      + ["users.update(\(parts.written.joined(separator: ", ")))"]
    draft.test = ("changes what it is told to", expectation(of: parts.changes))
  }

  /// What an update writes, step by step, and what the test sees change in each.
  struct UpdateParts {
    var body: [String] = []
    var written: [String] = []
    /// The changes of each operation.
    var changes: [[String]] = []
    private var sent: [String] = []
    private var seen: [String] = []

    mutating func add(_ name: String, _ field: (code: String, change: String?)) {
      sent.append("  \(name) = \(field.code),")
      written.append(name)
      if let change = field.change { seen.append(change) }
    }

    /// Puts the fields so far into one call.
    mutating func finish() {
      guard !sent.isEmpty else { return }
      if written.contains("locationIds") {
        body.append("-- This replaces the whole list; users.add_locations keeps the others.")
      }
      body += ["ghl.users.update(args.user.id, {"] + sent + ["})"]
      if !seen.isEmpty { changes.append(seen) }
    }
  }

  private mutating func set(_ permissions: JSONValue, _ parts: inout UpdateParts) {
    let flags = LuaText.table(permissions, indent: "    ", taken: 54)
    parts.body += [
      "-- The flags that are not named stay as they are.",
      "require(\"ghl.users\").set_permissions(args.user, \(flags))",
    ]
    parts.written.append("permissions")
    // Of the people in the fixture Bob has no flag and Ana has these.
    let anas = ["contactsEnabled", "conversationsEnabled", "opportunitiesEnabled"]
    let given = permissions.object ?? [:]
    var changed = given.filter { $0.value == true }.map { ($0.key, [false, true] as JSONValue) }
    if changed.isEmpty, parts.changes.isEmpty {
      draft.parameters[0].sample = "ana@acme.test"
      changed = given.filter { $0.value == false && anas.contains($0.key) }
        .map { ($0.key, [true, false]) }
    }
    guard !changed.isEmpty else { return }
    let pairs = LuaText.table(.object(JSONObject(changed)), indent: "            ", taken: 26)
    parts.changes.append(["permissions = \(pairs)"])
  }

  private mutating func addNumber(_ numbers: JSONObject, _ parts: inout UpdateParts) {
    draft.parameters += [
      RecipeDraft.Parameter(
        type: "location", name: "location", help: "Where the number is for", sample: "Lisbon",
        example: numbers.keys.first.flatMap { Self.real(.string($0)) } ?? "Lisbon"),
      RecipeDraft.Parameter(
        type: "string", name: "number", help: "The number, with its country code",
        sample: "+351210000001",
        example: numbers.members.first.flatMap { Self.real($0.value) } ?? "+351210000001"),
    ]
    parts.body += [
      "-- Numbers at other locations stay as they are.",
      "require(\"ghl.users\").set_phone(args.user, args.location, args.number)",
    ]
    parts.written.append("twilioPhone")
    parts.changes.append(["twilioPhone = { lis = { null, \"+351210000001\" } }"])
    if numbers.count > 1 {
      notes.append("the line sets several numbers; give each in a run of its own")
    }
  }

  private func expectation(of changes: [[String]]) -> [String] {
    // A password is all that changes, and no plan shows one.
    if changes.isEmpty { return ["result = { user = \"bob@acme.test\" },"] }
    let whom = draft.parameters[0].sample == "ana@acme.test" ? "ana" : "bob"
    return ["changes = {"]
      + changes.flatMap { change in
        ["  { \"update\", \"users/\(whom)\", {"] + change.map { "    \($0)," } + ["  } },"]
      } + ["},"]
  }

  mutating func create() {
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
  mutating func number(_ names: [String]) {
    for (index, name) in names.enumerated() {
      guard let at = draft.parameters.firstIndex(where: { $0.name == name }) else { continue }
      draft.parameters[at].options.insert("arg = \(index + 1)", at: 0)
    }
  }
}
