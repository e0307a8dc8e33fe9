return recipe {
  name    = "NEW-RECIPE",
  version = "0.1.0",
  summary = "Say in one line what this does",

  params = {
    p.user     "user" { "Who: id, e-mail or full name", arg = 1 },
    p.location "to"   { "Where to: id or name", arg = 2 },
  },

  -- What is not listed here does not work.
  can    = { "users.read", "locations.read", "users.update(locationIds)" },
  limits = { update = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local user, outcome = users.add_locations(args.user, { args.to })
    ctx.note(user.email .. ": " .. outcome)
    return { user = user.email, outcome = outcome }
  end,

  tests = {
    test "keeps the locations the user had" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", to = "Lisbon" },
      expect = {
        changes = {
          { "update", "users/ana", {
            locationIds = { { "ber", "par" }, { "ber", "par", "lis" } },
          } },
        },
        result = { user = "ana@acme.test", outcome = "updated" },
      },
    },
  },
}
