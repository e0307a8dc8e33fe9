return recipe {
  name    = "offboard-user",
  version = "1.0.0",
  summary = "Take a leaver's access away: switch it off, leave locations, or delete",
  doc     = [[
--mode off        all scopes and permissions off; the account stays (can be undone)
--mode locations  out of the locations of --from; access at the others stays (can be undone)
--mode delete     the account goes, for good

What this API cannot hand over is named in the result: contacts, opportunities, conversations,
calendars and tasks that are assigned to the person stay assigned to them. Reassign those first.
]],

  examples = {
    "offboard-user john@deo.com",
    "offboard-user zoe@acme.example --mode locations --from Berlin,Madrid",
    "offboard-user john@deo.com --mode delete",
  },

  params = {
    p.user "user" { "Who leaves: id, e-mail or full name", arg = 1 },
    p.enum "mode" {
      "How far to go", choices = { "off", "locations", "delete" }, default = "off",
    },
    p.list "from" {
      "With --mode locations: which ones, ids or names", of = "location", optional = true,
    },
    p.flag "admin" { "Also when they are an agency admin" },
  },

  can = {
    "users.read", "locations.read", "users.delete",
    "users.update(scopes, scopesAssignedToOnly, permissions, locationIds)",
  },
  limits = { update = 1, delete = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local user = args.user
    if not args.admin and users.is_agency_admin(user) then
      ctx.fail(user.email .. " is an agency admin; add --admin if that is meant")
    elseif (args.mode == "locations") ~= (args.from ~= nil) then
      ctx.fail("--from and --mode locations go together")
    end
    local outcome
    if args.mode == "off" then
      outcome = select(2, users.disable(user))
    elseif args.mode == "locations" then
      local leaves, stays = {}, false
      for _, location in ipairs(args.from) do
        leaves[location.id] = true
      end
      for _, id in ipairs((user.roles or {}).locationIds or {}) do
        stays = stays or not leaves[id]
      end
      if not stays then
        ctx.fail("these are all their locations; use --mode off or --mode delete")
      end
      outcome = select(2, users.remove_locations(user, args.from))
    else
      ghl.users.delete(user.id)
      users.wait_deleted(user)
      outcome = "deleted"
    end
    return {
      user = user.email, mode = args.mode, outcome = outcome,
      stays_assigned = { "contacts", "opportunities", "conversations", "calendars", "tasks" },
    }
  end,

  tests = {
    test "switches everything off and keeps the account" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { user = "ana@acme.test" },
      expect = {
        changes = {
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, {} },
            scopesAssignedToOnly = { { "contacts.write" }, {} },
            permissions = {
              contactsEnabled = { true, false },
              conversationsEnabled = { true, false },
              opportunitiesEnabled = { true, false },
            },
          } },
        },
        result = { mode = "off", outcome = "updated" },
      },
    },
    test "takes them out of one location" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", mode = "locations", from = { "Berlin" } },
      expect = {
        changes = { { "update", "users/ana", { locationIds = { { "ber", "par" }, { "par" } } } } },
      },
    },
    test "does not leave anybody without a location by accident" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", mode = "locations", from = { "Lisbon" } },
      expect = { error = "use --mode off or --mode delete" },
    },
    test "deletes" {
      given  = "two-locations",
      args   = { user = "bob@acme.test", mode = "delete" },
      expect = { changes = { { "delete", "users/bob" } }, result = { outcome = "deleted" } },
    },
    test "stops at an agency admin" {
      given  = "small-company",
      args   = { user = "ada@acme.test", mode = "off" },
      expect = { error = "is an agency admin" },
    },
    test "stops at an agency_admin too" {
      given  = "small-company",
      with   = { ["users/ada"] = { role = "agency_admin" } },
      args   = { user = "ada@acme.test" },
      expect = { error = "is an agency admin" },
    },
    test "goes on with an agency admin when that is meant" {
      given  = "small-company",
      args   = { user = "ada@acme.test", mode = "delete", admin = true },
      expect = { changes = { { "delete", "users/ada" } } },
    },
    test "wants --from with its mode only" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", from = { "Berlin" } },
      expect = { error = "go together" },
    },
  },
}
