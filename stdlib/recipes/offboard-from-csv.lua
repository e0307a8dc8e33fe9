return recipe {
  name    = "offboard-from-csv",
  version = "1.0.0",
  summary = "Take the access of everyone on a list away",
  doc     = [[
One row a person, found by e-mail. `mode` says how far: `off` (the default) switches all scopes and
permissions off, `delete` deletes. A row for somebody who is gone already is skipped, so the same
file can be run again; agency admins fail their row.

Deleting more than ten people needs the exact number: --limit delete=12.
]],

  examples = { "offboard-from-csv leavers.csv" },

  params = {
    p.rows "people" {
      "CSV, JSON or NDJSON, one leaver a row; - reads standard input",
      arg = 1,
      columns = {
        p.email "email" { "Who leaves", unique = true },
        p.enum  "mode"  { "off without it", choices = { "off", "delete" }, optional = true },
      },
    },
  },

  can = {
    "users.read", "users.delete",
    "users.update(scopes, scopesAssignedToOnly, permissions)",
  },
  limits = { update = 5000, delete = 10 },

  run = function(args, ctx)
    local users = require "ghl.users"
    return ctx.each_row(args.people, function(row)
      local user = ghl.users.find(row.email)
      if not user then
        ctx.skip(row.email .. " is gone already")
      end
      if users.is_agency_admin(user) then
        ctx.fail(row.email .. " is an agency admin; use offboard-user --admin")
      elseif row.mode == "delete" then
        ghl.users.delete(user.id)
      else
        users.disable(user)
      end
    end)
  end,

  tests = {
    test "switches off, deletes, skips and stops at admins" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { people = {
        { email = "ana@acme.test" },
        { email = "bob@acme.test", mode = "delete" },
        { email = "nobody@acme.test" },
        { email = "cleo@acme.test" },
      } },
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
          { "delete", "users/bob" },
        },
        rows   = { updated = 1, deleted = 1, skipped = 1, failed = 1 },
        failed = { { line = 4, message = "agency admin" } },
      },
    },
    test "stops at an agency_admin too" {
      given  = "two-locations",
      with   = { ["users/cleo"] = { role = "agency_admin" } },
      args   = { people = { { email = "cleo@acme.test", mode = "delete" } } },
      expect = { changes = {}, failed = { { line = 1, message = "agency admin" } } },
    },
    test "has nothing to do the second time" {
      given  = "two-locations",
      args   = { people = { { email = "bob@acme.test" } } },
      expect = { changes = {}, rows = { unchanged = 1 } },
    },
  },
}
