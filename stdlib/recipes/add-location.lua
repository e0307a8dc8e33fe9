return recipe {
  name    = "add-location",
  version = "1.0.0",
  summary = "Add a user to one or more locations, keeping those they have",
  doc     = [[
The service replaces the whole list of locations on every update, so the list is read first and
the new ones are put at its end.
]],

  examples = {
    "add-location john@deo.com Lisbon",
    'add-location john@deo.com "Lisbon;Madrid"',
  },

  params = {
    p.user "user"     { "Who: id, e-mail or full name", arg = 1 },
    p.list "location" {
      "Where: ids or names, ; between several", arg = 2, of = "location", sep = ";",
    },
  },

  can    = { "users.read", "locations.read", "users.update(locationIds)" },
  limits = { update = 1 },

  run = function(args)
    local users = require "ghl.users"
    local user, outcome = users.add_locations(args.user, args.location)
    return { user = user.email, outcome = outcome, locationIds = user.roles.locationIds }
  end,

  tests = {
    test "keeps the locations there are" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Lisbon" } },
      expect = {
        changes = {
          { "update", "users/ana", {
            locationIds = { { "ber", "par" }, { "ber", "par", "lis" } },
          } },
        },
      },
    },
    test "adds several at once" {
      given  = "two-locations",
      args   = { user = "bob", location = { "Berlin", "par" } },
      expect = {
        changes = {
          { "update", "users/bob", { locationIds = { { "lis" }, { "lis", "ber", "par" } } } },
        },
        result = {
          user = "bob@acme.test", outcome = "updated", locationIds = { "lis", "ber", "par" },
        },
      },
    },
    test "has nothing to do for somebody who is there already" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Paris", "Berlin" } },
      expect = { changes = {} },
    },
    test "names a user who does not exist" {
      given  = "two-locations",
      args   = { user = "nobody@acme.test", location = { "Lisbon" } },
      expect = { error = "nobody@acme.test" },
    },
    test "names a location that does not exist" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", location = { "Lisbon", "Atlantis" } },
      expect = { error = "Atlantis" },
    },
  },
}
