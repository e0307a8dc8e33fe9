return recipe {
  name    = "NEW-RECIPE",
  version = "0.1.0",
  summary = "Say in one line what this does with each row",

  examples = { "NEW-RECIPE people.csv" },

  params = {
    p.rows "people" {
      "CSV, JSON or NDJSON with these columns; - for standard input", arg = 1,
      columns = {
        p.user     "user"     { "Who: id, e-mail or full name", unique = true },
        p.location "location" { "Where to: id or name" },
      },
    },
  },

  -- What is not listed here does not work.
  can    = { "users.read", "locations.read", "users.update(locationIds)" },
  limits = { update = 500 },

  run = function(args, ctx)
    local users = require "ghl.users"
    -- A row that fails is told by its line, and stops nobody else.
    return ctx.each_row(args.people, function(row)
      users.add_locations(row.user, { row.location })
    end)
  end,

  tests = {
    test "works through the rows" {
      given  = "two-locations",
      args   = { people = {
        { user = "ana@acme.test", location = "Lisbon" },
        { user = "bob@acme.test", location = "Lisbon" },
      } },
      expect = {
        changes = {
          { "update", "users/ana", {
            locationIds = { { "ber", "par" }, { "ber", "par", "lis" } },
          } },
        },
        rows = { updated = 1, unchanged = 1 },
      },
    },
    test "a bad row stops nobody else" {
      given  = "two-locations",
      args   = { people = {
        { user = "nobody@acme.test", location = "Lisbon" },
        { user = "ana@acme.test", location = "Lisbon" },
      } },
      expect = {
        failed = { { line = 1, message = "nobody@acme.test" } },
        rows = { updated = 1 },
      },
    },
  },
}
