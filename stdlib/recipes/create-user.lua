return recipe {
  name    = "create-user",
  version = "1.0.0",
  summary = "Create a user at one or more locations",
  doc     = [[
The e-mail is the key. When it has an account that is as asked for, there is nothing to do; when
the account differs, the recipe stops and names the fields, and changes nothing. Without a password
a random strong one is sent and shown nowhere: the person sets their own.
]],

  examples = {
    "create-user dee@acme.example Dee Dale Lisbon",
    'create-user dee@acme.example Dee Dale "Lisbon;Berlin" --role admin',
    "create-user dee@acme.example Dee Dale Lisbon --like priya@acme.example",
  },

  params = {
    p.email  "email"     { "E-mail address, which is also the sign-in name", arg = 1 },
    p.string "firstName" { "First name", arg = 2 },
    p.string "lastName"  { "Last name", arg = 3 },
    p.list   "location"  {
      "Where: ids or names, ; between several", arg = 4, of = "location", sep = ";",
    },
    p.enum   "role"      { "What they are there", choices = { "user", "admin" }, default = "user" },
    p.enum   "type"      {
      "Level of the account: of locations, or of the agency",
      choices = { "account", "agency" }, default = "account",
    },
    p.string "phone"     { "Phone number with its country code", optional = true },
    p.user   "like"      { "A user whose scopes and permissions are copied", optional = true },
    p.list   "scopes"    {
      "Scopes, ; between several; they win over those of `like`",
      of = "scope", sep = ";", optional = true,
    },
    p.secret "password"  { "First password; random without it", optional = true },
  },

  can    = { "users.read", "locations.read", "users.create" },
  limits = { create = 1 },

  run = function(args, ctx)
    local tablex = require "tablex"
    local users = require "ghl.users"
    local fields = {
      firstName = args.firstName, lastName = args.lastName, phone = args.phone,
      type = args.type, role = args.role, scopes = args.scopes, password = args.password,
      locationIds = tablex.map(args.location, function(location) return location.id end),
    }
    local access = args.like and users.access_of(args.like)
    local found = users.find(args.email)
    if found then
      local differing = tablex.keys(users.changes(found, tablex.merge(access or {}, fields)))
      if #differing > 0 then
        ctx.fail(("%s has an account already, with another %s")
          :format(args.email, table.concat(differing, ", ")))
      end
      return { user = args.email, outcome = "unchanged" }
    end
    local _, outcome = users.ensure(args.email, fields, { access = access })
    return { user = args.email, outcome = outcome }
  end,

  tests = {
    test "creates a user of one location" {
      given  = "empty",
      args   = {
        email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = { "Lisbon" },
      },
      expect = {
        changes = {
          { "create", "users/dee@acme.test", {
            email = "dee@acme.test", firstName = "Dee", lastName = "Dale",
            type = "account", role = "user", locationIds = { "lis" },
          } },
        },
        result = { user = "dee@acme.test", outcome = "created" },
      },
    },
    test "gives the scopes and permissions of another user" {
      given  = "two-locations",
      args   = {
        email = "dee@acme.test", firstName = "Dee", lastName = "Dale",
        location = { "Lisbon", "Berlin" }, like = "ana@acme.test", role = "admin",
      },
      expect = {
        changes = {
          { "create", "users/dee@acme.test", {
            role = "admin", locationIds = { "lis", "ber" },
            scopes = { "contacts.write", "conversations.write" },
          } },
        },
      },
    },
    test "takes the scopes that are named over those that are copied" {
      given  = "two-locations",
      args   = {
        email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = { "lis" },
        like = "ana@acme.test", scopes = { "blogs.write" }, phone = "+351210000000",
      },
      expect = {
        changes = {
          { "create", "users/dee@acme.test", {
            scopes = { "blogs.write" }, phone = "+351210000000",
          } },
        },
      },
    },
    test "has nothing to do when the account is as asked for" {
      given  = "two-locations",
      args   = {
        email = "bob@acme.test", firstName = "Bob", lastName = "Stone", location = { "Lisbon" },
      },
      expect = { changes = {}, result = { user = "bob@acme.test", outcome = "unchanged" } },
    },
    test "does not change an account that exists" {
      given  = "two-locations",
      args   = {
        email = "bob@acme.test", firstName = "Rob", lastName = "Stone", location = { "Berlin" },
      },
      expect = {
        error = "bob@acme.test has an account already, with another firstName, locationIds",
      },
    },
    test "names a scope that does not exist" {
      given  = "empty",
      args   = {
        email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = { "Lisbon" },
        scopes = { "contact.write" },
      },
      expect = { error = "contact.write" },
    },
  },
}
