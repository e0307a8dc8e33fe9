return recipe {
  name    = "NEW-RECIPE",
  version = "0.1.0",
  summary = "Say in one line what this shows",

  examples = { "NEW-RECIPE --location Lisbon" },

  params = {
    p.location "location" { "Only the people of this location", optional = true },
  },

  -- It only reads: what is not listed here does not work.
  can = { "users.read", "locations.read" },

  run = function(args)
    local people = {}
    for user in ghl.users.each({ locationId = args.location and args.location.id }) do
      if user.deleted ~= true then
        people[#people + 1] = { email = user.email, role = user.roles.role }
      end
    end
    return people
  end,

  tests = {
    test "lists everybody" {
      given  = "two-locations",
      expect = {
        changes = {},
        result = {
          { email = "ana@acme.test", role = "user" },
          { email = "bob@acme.test", role = "user" },
          { email = "cleo@acme.test", role = "admin" },
        },
      },
    },
    test "lists the people of a location" {
      given  = "two-locations",
      args   = { location = "Lisbon" },
      expect = { changes = {}, result = { { email = "bob@acme.test" } } },
    },
  },
}
