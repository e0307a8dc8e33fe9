return recipe {
  name    = "restore-access",
  version = "1.0.0",
  summary = "Give somebody back the access that a colleague has",
  doc     = [[
The way back from disable-all-scopes when its run can no longer be undone: scopes and permissions
become those of `like`. Role, type and locations stay as they are.
]],

  examples = { "restore-access jane@deo.com --like priya@acme.example" },

  params = {
    p.user "user" { "Who gets it back: id, e-mail or full name", arg = 1 },
    p.user "like" { "Whose access is copied", arg = 2 },
  },

  can    = { "users.read", "users.update(scopes, scopesAssignedToOnly, permissions)" },
  limits = { update = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    if args.user.id == args.like.id then
      ctx.fail("user and like are the same person")
    end
    local user, outcome = users.clone_access(args.like, args.user)
    return { user = user.email, like = args.like.email, outcome = outcome }
  end,

  tests = {
    test "copies scopes and permissions" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { user = "bob@acme.test", like = "ana@acme.test" },
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
        result = { user = "bob@acme.test", like = "ana@acme.test", outcome = "updated" },
      },
    },
    test "takes away what the colleague does not have" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", like = "bob@acme.test" },
      expect = {
        changes = {
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, {} },
            permissions = {
              contactsEnabled = { true, false },
              conversationsEnabled = { true, false },
              opportunitiesEnabled = { true, false },
            },
          } },
        },
      },
    },
    test "refuses one person twice" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", like = "Ana Alves" },
      expect = { error = "the same person" },
    },
  },
}
