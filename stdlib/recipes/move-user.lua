return recipe {
  name    = "move-user",
  version = "1.0.0",
  summary = "Move a user to another location, out of one of theirs or out of all",
  doc     = [[
With `from`, only that location is left: the new one takes its place and all others stay.
Without it, the user is at the new location alone afterwards. Somebody who is there already is
left as they are, so the recipe can be repeated.
]],

  examples = {
    "move-user john@deo.com Lisbon",
    'move-user "John Deo" Lisbon --from Berlin',
  },

  params = {
    p.user     "user" { "Who moves: id, e-mail or full name", arg = 1 },
    p.location "to"   { "Where to: id or name", arg = 2 },
    p.location "from" { "Leave this one only; without it, all others", optional = true },
  },

  can    = { "users.read", "locations.read", "users.update(locationIds)" },
  limits = { update = 1 },

  run = function(args)
    local users = require "ghl.users"
    local user, outcome = users.move(args.user, { from = args.from, to = args.to })
    return { user = user.email, outcome = outcome, locationIds = user.roles.locationIds }
  end,

  tests = {
    test "keeps the location it was not asked to leave" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", from = "Berlin", to = "Lisbon" },
      expect = {
        changes = {
          { "update", "users/ana", { locationIds = { { "ber", "par" }, { "lis", "par" } } } },
        },
        result = { user = "ana@acme.test", outcome = "updated", locationIds = { "lis", "par" } },
      },
    },
    test "leaves every other location when none is named" {
      given  = "two-locations",
      args   = { user = "Ana Alves", to = "lis" },
      expect = {
        changes = { { "update", "users/ana", { locationIds = { { "ber", "par" }, { "lis" } } } } },
      },
    },
    test "does not list a location twice" {
      given  = "two-locations",
      args   = { user = "ana", from = "Berlin", to = "Paris" },
      expect = {
        changes = { { "update", "users/ana", { locationIds = { { "ber", "par" }, { "par" } } } } },
      },
    },
    test "has nothing to do for somebody who is there already" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", to = "Lisbon" },
      expect = {
        changes = {},
        result = { user = "bob@acme.test", outcome = "unchanged", locationIds = { "lis" } },
      },
    },
    test "says so when the user is not at the location to leave" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", from = "Berlin", to = "Paris" },
      expect = { error = "bob@acme.test is not at Berlin" },
    },
    test "names a location that does not exist" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", to = "Atlantis" },
      expect = { error = "Atlantis" },
    },
    test "does not guess between two people of one name" {
      given  = "small-company",
      args   = { user = "Kim Lee", to = "Lisbon" },
      expect = { error = "Kim Lee" },
    },
  },
}
