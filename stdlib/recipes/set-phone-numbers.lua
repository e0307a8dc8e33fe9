return recipe {
  name    = "set-phone-numbers",
  version = "1.0.0",
  summary = "Set the phone number of people at their locations, from a list",
  doc     = [[
One row a person and location. Numbers at other locations stay as they are: the service replaces the
whole map, so it is read, merged and sent. A row without a number takes the number away.
]],

  examples = { "set-phone-numbers numbers.csv" },

  params = {
    p.rows "numbers" {
      "CSV, JSON or NDJSON, one number a row; - reads standard input",
      arg = 1,
      columns = {
        p.user     "user"     { "Id, e-mail or full name" },
        p.location "location" { "Id or name" },
        p.string   "number"   { "With its country code, +49 30 1234567", optional = true },
      },
    },
  },

  can    = { "users.read", "locations.read", "users.update(twilioPhone)" },
  limits = { update = 5000 },

  run = function(args, ctx)
    local users = require "ghl.users"
    return ctx.each_row(args.numbers, function(row)
      users.set_phone(row.user, row.location, row.number)
    end)
  end,

  tests = {
    test "keeps the numbers at other locations" {
      given  = "small-company",
      args   = { numbers = {
        { user = "fen@acme.test", location = "Zürich", number = "+41 44 123 45 67" },
      } },
      expect = {
        changes = {
          { "update", "users/fen", { twilioPhone = { zur = { null, "+41441234567" } } } },
        },
        rows = { updated = 1 },
      },
    },
    test "takes a number away" {
      given  = "small-company",
      args   = { numbers = { { user = "fen@acme.test", location = "Lisbon" } } },
      expect = {
        changes = {
          { "update", "users/fen", { twilioPhone = { lis = { "+351210000001", null } } } },
        },
      },
    },
    test "sets two numbers of one person" {
      given  = "two-locations",
      args   = { numbers = {
        { user = "ana@acme.test", location = "Berlin", number = "+49301111111" },
        { user = "ana@acme.test", location = "Paris", number = "+33 1 11 11 11 11" },
      } },
      expect = { rows = { updated = 2 } },
    },
    test "reports a number without a country code" {
      given  = "two-locations",
      args   = { numbers = {
        { user = "ana@acme.test", location = "Berlin", number = "030 1234567" },
        { user = "bob@acme.test", location = "Lisbon", number = "+351 21 000 00 00" },
      } },
      expect = {
        rows   = { updated = 1, failed = 1 },
        failed = { { line = 1, message = "country code" } },
      },
    },
  },
}
