local user_fields = require "ghl.user_fields"

local function ana()
  return {
    id = "ana", firstName = "Ana", phone = "+49 30 123-456", extension = null,
    scopes = { "a", "b" },
    roles = { type = "account", role = "user", locationIds = { "ber", "par" } },
    permissions = { contactsEnabled = true, tagsEnabled = false, newThing = true },
    lcPhone = { ber = "+491" },
  }
end

return {
  ["fields are read where the service puts them"] = function(t)
    t.same(user_fields.read(ana(), "locationIds"), { "ber", "par" })
    t.equal(user_fields.read(ana(), "role"), "user")
    t.same(user_fields.read(ana(), "twilioPhone"), { ber = "+491" })
    t.equal(user_fields.read(ana(), "extension"), nil)
    t.equal(user_fields.read({}, "locationIds"), nil)
  end,

  ["what is the same in another order or writing is no change"] = function(t)
    t.same(user_fields.changes(ana(), {
      locationIds = { "par", "ber" }, scopes = { "b", "a" }, phone = "+4930123456", role = "user",
      permissions = { contactsEnabled = true, funnelsEnabled = false },
      twilioPhone = { ber = "+491" }, scopesAssignedToOnly = {}, password = "secret",
    }), {})
  end,

  ["what differs is given as it is to be sent"] = function(t)
    local differing = user_fields.changes(ana(), {
      firstName = "Anna", locationIds = { "ber" }, scopes = {}, role = "admin", twilioPhone = {},
    })
    t.same(differing, {
      firstName = "Anna", locationIds = { "ber" }, scopes = {}, role = "admin", twilioPhone = {},
    })
  end,

  ["permissions are sent whole, with flags nobody knows"] = function(t)
    t.same(user_fields.changes(ana(), { permissions = { tagsEnabled = true } }), {
      permissions = { contactsEnabled = true, tagsEnabled = true, newThing = true },
    })
  end,

  ["a list with a repeated value is not longer than its set"] = function(t)
    t.same(user_fields.changes(ana(), { scopes = { "a", "b", "a" } }), {})
    t.same(user_fields.changes(ana(), { scopes = { "a", "a" } }), { scopes = { "a", "a" } })
  end,

  ["a field that cannot be written is refused, with the nearest name"] = function(t)
    local ok, problem = user_fields.check({ locationsIds = {} })
    t.equal(ok, nil)
    t.equal(problem.kind, "unknown-field")
    t.equal(problem.hint, "did you mean 'locationIds'?")
    local _, email = user_fields.check({ email = "x@acme.test" })
    t.equal(email.kind, "email-is-fixed")
    t.equal(user_fields.check({ firstName = "Ana", permissions = { tagsEnabled = true } }), true)
  end,
}
