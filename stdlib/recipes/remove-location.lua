return recipe {
  name    = "remove-location",
  version = "1.0.0",
  summary = "Take a user out of one or more locations, keeping the others",
  doc     = [[
Refuses to take the last location away unless `allow_none` is set: a user without one can sign in
and sees nothing, which is seldom meant.
]],

  examples = {
    "remove-location zoe@acme.example Berlin",
    'remove-location zoe@acme.example "Berlin;Madrid" --allow-none',
  },

  params = {
    p.user "user"       { "Who: id, e-mail or full name", arg = 1 },
    p.list "location"   {
      "Out of where: ids or names, ; between several", arg = 2, of = "location", sep = ";",
    },
    p.flag "allow_none" { "The user may be left without any location" },
  },

  can    = { "users.read", "locations.read", "users.update(locationIds)" },
  limits = { update = 1 },

  run = function(args)
    local users = require "ghl.users"
    local user, outcome =
      users.remove_locations(args.user, args.location, { allow_none = args.allow_none })
    return { user = user.email, outcome = outcome, locationIds = user.roles.locationIds }
  end,

  tests = {
    test "keeps the other locations" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Berlin" } },
      expect = {
        changes = { { "update", "users/ana", { locationIds = { { "ber", "par" }, { "par" } } } } },
        result = { user = "ana@acme.test", outcome = "updated", locationIds = { "par" } },
      },
    },
    test "has nothing to do for somebody who is not there" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Lisbon" } },
      expect = { changes = {} },
    },
    test "refuses to take the last location" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", location = { "Lisbon" } },
      expect = { error = "this would leave bob@acme.test without a location" },
    },
    test "takes the last location when told to" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", location = { "Lisbon" }, allow_none = true },
      expect = { changes = { { "update", "users/bob", { locationIds = { { "lis" }, {} } } } } },
    },
    test "names a location that does not exist" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Atlantis" } },
      expect = { error = "Atlantis" },
    },
  },
}
