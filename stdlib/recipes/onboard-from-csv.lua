return recipe {
  name    = "onboard-from-csv",
  version = "1.0.0",
  summary = "Create the people of a list, and bring those who exist up to date",
  doc     = [[
The e-mail is the key. New people are created; of people who exist, what the row names is brought up
to date, and they keep the locations the row does not name. What a row leaves empty stays as it is:
`role` and `type` fall back to `user` and `account` for new people only. A bad row is reported with
its line and stops nobody else, and the same file can be run every night.

Without a password a random one that meets the strictest rule is sent and shown nowhere: the person
sets their own. Passwords of people who exist are never changed.
]],

  examples = {
    "onboard-from-csv new-starters.csv",
    "onboard-from-csv - --json",
  },

  params = {
    p.rows "people" {
      "CSV, JSON or NDJSON, one person a row; - reads standard input",
      arg = 1,
      columns = {
        p.email  "email"     { "The key; each address once", unique = true },
        p.string "firstName" { "First name" },
        p.string "lastName"  { "Last name" },
        p.list   "location"  { "Ids or names, ; between several", of = "location", sep = ";" },
        p.enum   "role"      {
          "user when new", choices = { "user", "admin" }, optional = true,
        },
        p.enum   "type"      {
          "account when new", choices = { "account", "agency" }, optional = true,
        },
        p.string "phone"     { "Phone number with its country code", optional = true },
        p.list   "scopes"    {
          "Scopes, ; between several; they win over those of `like`",
          of = "scope", sep = ";", optional = true,
        },
        p.user   "like"      { "A user whose scopes and permissions are copied", optional = true },
        p.secret "password"  {
          "First password of a new person; random without it", optional = true,
        },
      },
    },
  },

  can = {
    "users.read", "locations.read", "users.create",
    "users.update(firstName, lastName, locationIds, role, type, phone, scopes, "
      .. "scopesAssignedToOnly, permissions)",
  },
  limits = { create = 5000, update = 5000 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local access = {}
    return ctx.each_row(args.people, function(row)
      local model = row.like
      if model and not access[model.id] then
        access[model.id] = users.access_of(model)
      end
      users.ensure(row.email, {
        firstName = row.firstName, lastName = row.lastName, locationIds = row.location,
        role = row.role, type = row.type, phone = row.phone, scopes = row.scopes,
        password = row.password,
      }, { keep_locations = true, access = model and access[model.id] })
    end)
  end,

  tests = {
    test "creates those who are new" {
      given  = "two-locations",
      args   = { people = {
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Lisbon" },
        { email = "eli@acme.test", firstName = "Eli", lastName = "Eck", location = "ber;Paris",
          role = "admin", phone = "+49301112222", like = "ana@acme.test" },
      } },
      expect = {
        changes = {
          { "create", "users/dee@acme.test", {
            email = "dee@acme.test", firstName = "Dee", lastName = "Dale",
            type = "account", role = "user", locationIds = { "lis" },
          } },
          { "create", "users/eli@acme.test", {
            role = "admin", locationIds = { "ber", "par" }, phone = "+49301112222",
            scopes = { "contacts.write", "conversations.write" },
          } },
        },
        rows = { created = 2, failed = 0 },
        result = {
          created = 2, updated = 0, deleted = 0, unchanged = 0, skipped = 0, failed = 0,
        },
      },
    },
    test "adds a location and keeps the others" {
      given  = "two-locations",
      args   = { people = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves", location = "Lisbon" },
      } },
      expect = {
        changes = {
          { "update", "users/ana", {
            locationIds = { { "ber", "par" }, { "ber", "par", "lis" } },
          } },
        },
        rows = { updated = 1 },
      },
    },
    test "brings names, phone, role, type and scopes up to date" {
      given  = "two-locations",
      args   = { people = {
        { email = "bob@acme.test", firstName = "Robert", lastName = "Stein", location = "Lisbon",
          phone = "+351210000000", role = "admin", type = "agency", scopes = "blogs.write" },
      } },
      expect = {
        changes = {
          { "update", "users/bob", {
            firstName = { "Bob", "Robert" }, lastName = { "Stone", "Stein" },
            phone = { "+351211111111", "+351210000000" }, role = { "user", "admin" },
            type = { "account", "agency" }, scopes = { {}, { "blogs.write" } },
          } },
        },
        rows = { updated = 1 },
      },
    },
    test "copies the access of another user to one who exists" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { people = {
        { email = "bob@acme.test", firstName = "Bob", lastName = "Stone", location = "Lisbon",
          like = "ana@acme.test" },
      } },
      expect = {
        changes = {
          { "update", "users/bob", {
            scopes = { {}, { "contacts.write", "conversations.write" } },
            scopesAssignedToOnly = { {}, { "contacts.write" } },
            permissions = {
              contactsEnabled = { false, true },
              conversationsEnabled = { false, true },
              opportunitiesEnabled = { false, true },
            },
          } },
        },
      },
    },
    test "leaves alone who is as the row says, and does not demote an admin" {
      given  = "two-locations",
      with   = { ["users/bob"] = { role = "admin" } },
      args   = { people = {
        { email = "BOB@acme.test", firstName = "Bob", lastName = "Stone", location = "Lisbon" },
      } },
      expect = { changes = {}, rows = { unchanged = 1 } },
    },
    test "keeps bad rows apart from good ones" {
      given  = "two-locations",
      args   = { people = {
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Lisbon" },
        { email = "eli@acme.test", firstName = "Eli", lastName = "Eck", location = "Atlantis" },
        { email = "fay.acme.test", firstName = "Fay", lastName = "Fox", location = "Berlin" },
        { email = "gus@acme.test", firstName = "Gus", lastName = "Good", location = "Berlin" },
      } },
      expect = {
        changes = {
          { "create", "users/dee@acme.test", { locationIds = { "lis" } } },
          { "create", "users/gus@acme.test", { locationIds = { "ber" } } },
        },
        rows = { created = 2, failed = 2 },
        failed = {
          { line = 2, message = "Atlantis" },
          { line = 3, message = "fay.acme.test" },
        },
      },
    },
  },
}
