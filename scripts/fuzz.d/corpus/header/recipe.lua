return recipe {
  name = "give-phone", version = "1.0.0", summary = "Give a phone",
  params = { p.user "user" { "Who", arg = 1 }, p.rows "people" { "A list", columns = { p.email "email" { "E" } }, optional = true } },
  can = { "users.read", "users.update(phone)" }, limits = { update = 5 },
  run = function(args) return ghl.users.update(args.user.id, { phone = "1" }).email end,
  tests = { test "works" { given = "two-locations", args = { user = "bob@acme.test" }, expect = { changes = {} } } },
}
