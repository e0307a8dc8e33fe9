return recipe {
  name = "berlin-to-lisbon", version = "1.0.0",
  summary = "Add everyone in Berlin to Lisbon, except admins",
  params = { p.location "from" { default = "Berlin" }, p.location "to" { default = "Lisbon" } },
  can = { "users.read", "locations.read", "users.update(locationIds)" },
  run = function(args)
    for user in ghl.users.each { locationId = args.from.id } do
      if user.roles.role ~= "admin" then require("ghl.users").add_locations(user, args.to) end
    end
  end,
  tests = { test "adds Ana, not Bob the admin" { given = "two-locations", expect = { changes = { {
    "update", "users/ana", { locationIds = { { "ber", "par" }, { "ber", "par", "lis" } } } } } },
    with = { ["users/bob"] = { role = "admin", locationIds = { "ber" } } } } },
}
