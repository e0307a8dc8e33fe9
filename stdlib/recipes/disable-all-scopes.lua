return recipe {
  name    = "disable-all-scopes",
  version = "1.0.0",
  summary = "Switch off everything a user may do: all scopes and all permissions",
  doc     = [[
The account, its role and its locations stay, so this can be undone. Use it before delete-user, or
instead of it.
]],

  examples = { "disable-all-scopes john@deo.com" },

  params = {
    p.user "user" { "Who: id, e-mail or full name", arg = 1 },
  },

  can    = { "users.read", "users.update(scopes, scopesAssignedToOnly, permissions)" },
  limits = { update = 1 },

  run = function(args)
    local users = require "ghl.users"
    local user, outcome = users.disable(args.user)
    return { user = user.email, outcome = outcome }
  end,

  tests = {
    test "switches scopes and permissions off" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { user = "ana@acme.test" },
      expect = {
        changes = {
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, {} },
            scopesAssignedToOnly = { { "contacts.write" }, {} },
            permissions = {
              contactsEnabled = { true, false },
              conversationsEnabled = { true, false },
              opportunitiesEnabled = { true, false },
            },
          } },
        },
        result = { user = "ana@acme.test", outcome = "updated" },
      },
    },
    test "touches only what is still on" {
      given  = "two-locations",
      with   = { ["users/bob"] = { scopes = { "contacts.write" } } },
      args   = { user = "bob@acme.test" },
      expect = {
        changes = { { "update", "users/bob", { scopes = { { "contacts.write" }, {} } } } },
      },
    },
    test "has nothing to do for somebody who is off already" {
      given  = "two-locations",
      args   = { user = "bob@acme.test" },
      expect = { changes = {}, result = { user = "bob@acme.test", outcome = "unchanged" } },
    },
    test "names a user who does not exist" {
      given  = "two-locations",
      args   = { user = "nobody@acme.test" },
      expect = { error = "nobody@acme.test" },
    },
  },
}
