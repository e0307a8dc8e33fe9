return recipe {
  name    = "NEW-RECIPE",
  version = "0.1.0",
  summary = "Say in one line what this does when something happens",

  on = { "HighLevel:UserCreate" },

  params = {
    p.user "user" { "Whom, where no event says it", optional = true, arg = 1 },
  },

  -- What is not listed here does not work.
  can    = { "users.read", "users.update(scopes)" },
  limits = { update = 1 },

  run = function(args, ctx)
    -- An event may be late, twice or wrong: it says whom to look at, the service says what is.
    local id = ctx.event and ctx.event.id or args.user and args.user.id
    if not id then
      ctx.fail("which user? give one, or an event that has an id")
    end
    local user = ghl.users.get(id)
    if user.roles.role == "admin" then
      ctx.skip(user.email .. " is an admin")
    end
    ghl.users.update(user.id, { scopes = { "contacts.write" } })
    return { user = user.email }
  end,

  tests = {
    test "does it for the user of the event" {
      given  = "two-locations",
      event  = { type = "UserCreate", id = "bob" },
      expect = {
        changes = { { "update", "users/bob", { scopes = { {}, { "contacts.write" } } } } },
        result = { user = "bob@acme.test" },
      },
    },
    test "leaves admins alone" {
      given  = "two-locations",
      args   = { user = "cleo@acme.test" },
      expect = { changes = {} },
    },
    test "says that nobody was named" {
      given  = "two-locations",
      expect = { error = "which user?" },
    },
  },
}
