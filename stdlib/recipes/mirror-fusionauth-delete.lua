return recipe {
  name    = "mirror-fusionauth-delete",
  version = "1.0.0",
  summary = "Delete the user whom FusionAuth has deleted",
  doc     = [[
Started by FusionAuth's event user.delete.complete (since FusionAuth 1.30.0). The person is found by
the event's e-mail and read again; admins are never deleted here, and who is gone already is
skipped, so an event that comes twice does nothing the second time.
]],

  examples = { "mirror-fusionauth-delete --event deleted.json" },

  on = { "FusionAuth:user.delete.complete" },

  params = {
    p.string "tenant" { "Only events of this FusionAuth tenant", optional = true },
  },

  can    = { "users.read", "users.delete" },
  limits = { delete = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local event = (ctx.event or {}).event
    if type(event) ~= "table" or event.type ~= "user.delete.complete" then
      ctx.fail("this recipe is started by FusionAuth's event user.delete.complete")
    elseif args.tenant and event.tenantId ~= args.tenant then
      ctx.skip("the event is of another tenant")
    end
    local email = (event.user or {}).email
    if type(email) ~= "string" then
      ctx.fail("the event names no e-mail")
    end

    local user = users.find(email)
    if not user then
      ctx.skip(("there is no user %s"):format(email))
    elseif users.is_admin(user) then
      ctx.fail(("%s is an admin, and admins are not deleted by an event"):format(user.email))
    end
    ghl.users.delete(user.id)
    return { user = user.email, event = event.id, gone = users.wait_deleted(user) }
  end,

  tests = {
    test "deletes the same person" {
      given  = "two-locations",
      event  = { event = { type = "user.delete.complete", id = "e-1", tenantId = "t-1",
        user = { email = "bob@acme.test" } } },
      expect = {
        changes = { { "delete", "users/bob" } },
        result = { user = "bob@acme.test", event = "e-1", gone = true },
      },
    },
    test "leaves other tenants alone" {
      given  = "two-locations",
      args   = { tenant = "t-2" },
      event  = { event = { type = "user.delete.complete", id = "e-1", tenantId = "t-1",
        user = { email = "bob@acme.test" } } },
      expect = { changes = {} },
    },
    test "skips who is gone already" {
      given  = "two-locations",
      event  = { event = { type = "user.delete.complete", user = { email = "no@acme.test" } } },
      expect = { changes = {}, skip = "there is no user no@acme.test" },
    },
    test "never deletes an admin" {
      given  = "two-locations",
      event  = { event = { type = "user.delete.complete", user = { email = "cleo@acme.test" } } },
      expect = { error = "is an admin" },
    },
    test "never deletes an agency_admin" {
      given  = "two-locations",
      with   = { ["users/cleo"] = { role = "agency_admin" } },
      event  = { event = { type = "user.delete.complete", user = { email = "cleo@acme.test" } } },
      expect = { error = "is an admin" },
    },
    test "finishes after a limit of the service broke it off" {
      given  = "two-locations",
      event  = { event = { type = "user.delete.complete", user = { email = "bob@acme.test" } } },
      faults = { { operation = "users.delete", status = 429, message = "Too Many Requests" } },
      expect = {
        changes = { { "delete", "users/bob" } },
        apply = { status = "interrupted", done = 0 },
      },
    },
    test "takes no other event" {
      given  = "two-locations",
      event  = { event = { type = "user.create", user = { email = "bob@acme.test" } } },
      expect = { error = "user.delete.complete" },
    },
    test "needs an e-mail to go by" {
      given  = "two-locations",
      event  = { event = { type = "user.delete.complete", user = {} } },
      expect = { error = "names no e-mail" },
    },
  },
}
