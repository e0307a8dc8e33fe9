return recipe {
  name    = "delete-tagged-user",
  version = "1.0.0",
  summary = "Delete the user whose contact carries the tag REMOVE USER, or the role deleted",
  doc     = [[
Started by a contact's event, or by hand with the contact's id. The event is only a hint: the
contact is read again, and only if it carries the tag now, or its field holds `deleted`, is the user
with the contact's e-mail deleted. The tag must be the whole tag, in any case. Admins are never
deleted here.

`field` is the id of the contact's custom field that stands for the role in WordPress.
]],

  examples = { "delete-tagged-user seD4PfOuKoVMLkEZqohJ" },

  on = { "HighLevel:ContactTagUpdate", "HighLevel:Workflow", "WPFusion:contact" },

  params = {
    p.string "contact" { "The contact's id; without it, the event's", arg = 1, optional = true },
    p.string "tag"     { "The tag that asks for it", default = "REMOVE USER" },
    p.string "field"   { "Id of a custom field that may say deleted", optional = true },
  },

  can    = { "contacts.read", "users.read", "users.delete" },
  limits = { delete = 1 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local event = ctx.event or {}
    local id = args.contact or event.contactId or event.contact_id or event.id
    if not id then
      ctx.fail("which contact? Give its id, or start this by an event that names one")
    end

    local answer = ghl.contacts.get(id)
    local contact = answer.contact or answer
    local why
    for _, tag in ipairs(contact.tags or {}) do
      if tag:lower() == args.tag:lower() then
        why = ("tag %s"):format(tag)
      end
    end
    for _, field in ipairs(contact.customFields or {}) do
      if field.id == args.field and tostring(field.value):lower() == "deleted" then
        why = "role deleted"
      end
    end
    if not why then
      ctx.skip(("the contact %s asks for no deletion now"):format(id))
    elseif type(contact.email) ~= "string" then
      ctx.fail(("the contact %s has no e-mail to find a user by"):format(id))
    end

    local user = users.find(contact.email)
    if not user then
      ctx.skip(("there is no user %s"):format(contact.email))
    elseif users.is_admin(user) then
      ctx.fail(("%s is an admin, and admins are not deleted by a tag"):format(user.email))
    end
    ghl.users.delete(user.id)
    return { user = user.email, contact = id, why = why, gone = users.wait_deleted(user) }
  end,

  fixtures = {
    tagged = {
      company = "acme",
      locations = { { id = "ber", name = "Berlin" } },
      users = {
        { id = "ana", email = "ana@acme.test", firstName = "Ana", lastName = "Alves",
          type = "account", role = "user", locationIds = { "ber" } },
        { id = "cleo", email = "cleo@acme.test", firstName = "Cleo", lastName = "Marsh",
          type = "agency", role = "admin", locationIds = {} },
      },
      contacts = {
        { id = "c-ana", email = "ana@acme.test", locationId = "ber",
          tags = { "vip", "remove user" } },
        { id = "c-cleo", email = "cleo@acme.test", locationId = "ber", tags = { "REMOVE USER" } },
        { id = "c-near", email = "ana@acme.test", locationId = "ber", tags = { "remove user?" } },
        { id = "c-role", email = "ANA@acme.test", locationId = "ber", tags = {},
          customFields = { { id = "role", value = "Deleted" } } },
        { id = "c-gone", email = "gone@acme.test", locationId = "ber", tags = { "REMOVE USER" } },
        { id = "c-bare", locationId = "ber", tags = { "REMOVE USER" } },
      },
    },
  },

  tests = {
    test "deletes the user of a tagged contact" {
      given  = "tagged",
      event  = { type = "ContactTagUpdate", id = "c-ana", tags = { "REMOVE USER" } },
      expect = {
        changes = { { "delete", "users/ana" } },
        result = { user = "ana@acme.test", why = "tag remove user", gone = true },
      },
    },
    test "takes the workflow's spelling of the event" {
      given  = "tagged",
      event  = { contact_id = "c-ana", tags = "vip,REMOVE USER" },
      expect = { changes = { { "delete", "users/ana" } } },
    },
    test "deletes when the role field says so" {
      given  = "tagged",
      args   = { contact = "c-role", field = "role" },
      expect = { changes = { { "delete", "users/ana" } }, result = { why = "role deleted" } },
    },
    test "does not look at a field it was not told of" {
      given  = "tagged",
      args   = { contact = "c-role" },
      expect = { changes = {} },
    },
    test "believes the contact, not the event" {
      given  = "tagged",
      event  = { type = "ContactTagUpdate", id = "c-near", tags = { "REMOVE USER" } },
      expect = { changes = {}, skip = "asks for no deletion now" },
    },
    test "never deletes an admin" {
      given  = "tagged",
      args   = { contact = "c-cleo" },
      expect = { error = "is an admin" },
    },
    test "never deletes an agency_admin" {
      given  = "tagged",
      with   = { ["users/cleo"] = { role = "agency_admin" } },
      args   = { contact = "c-cleo" },
      expect = { error = "is an admin" },
    },
    test "skips who is gone already" {
      given  = "tagged",
      args   = { contact = "c-gone" },
      expect = { changes = {}, skip = "there is no user gone@acme.test" },
    },
    test "does nothing while the contact cannot be read again" {
      given  = "tagged",
      event  = { type = "ContactTagUpdate", id = "c-ana", tags = { "REMOVE USER" } },
      faults = { { operation = "contacts.get", status = 500 } },
      expect = { error = "Service Unavailable" },
    },
    test "needs an e-mail to go by" {
      given  = "tagged",
      args   = { contact = "c-bare" },
      expect = { error = "has no e-mail" },
    },
    test "needs a contact" {
      given  = "tagged",
      expect = { error = "which contact?" },
    },
  },
}
