return recipe {
  name    = "delete-user",
  version = "1.0.0",
  summary = "Delete a user and wait until they are gone",
  doc     = [[
This cannot be undone; disable-all-scopes can. The service deletes in the background and may show
the user for some minutes more: applying ends only when the user is gone.
]],

  examples = { "delete-user john@deo.com" },

  params = {
    p.user "user" { "Who: id, e-mail or full name", arg = 1 },
  },

  can    = { "users.read", "users.delete" },
  limits = { delete = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    ctx.step("delete " .. args.user.email, function() ghl.users.delete(args.user.id) end)
    return { user = args.user.email, gone = users.wait_deleted(args.user) }
  end,

  tests = {
    test "deletes the user and nobody else" {
      given  = "two-locations",
      args   = { user = "bob@acme.test" },
      expect = {
        changes = { { "delete", "users/bob" } },
        result = { user = "bob@acme.test", gone = true },
      },
    },
    test "names a user who does not exist" {
      given  = "two-locations",
      args   = { user = "nobody@acme.test" },
      expect = { error = "nobody@acme.test" },
    },
    test "does not guess between two people of one name" {
      given  = "small-company",
      args   = { user = "Kim Lee" },
      expect = { error = "Kim Lee" },
    },
  },
}
