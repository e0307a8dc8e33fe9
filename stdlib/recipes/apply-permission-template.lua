return recipe {
  name    = "apply-permission-template",
  version = "1.0.0",
  summary = "Give people the access that a template, or a colleague, has",
  doc     = [[
A template is a JSON file: {"scopes": ["contacts.write"], "scopesAssignedToOnly": [],
"permissions": {"contactsEnabled": true}, "role": "user"}, each part optional. What it does not name
stays as it is; the lists of scopes are replaced, the permissions merged. `--like` takes everything
from a colleague instead: scopes and every flag, on or off.

Agency admins are left out unless `--admins` is given.
]],

  examples = {
    "apply-permission-template --template sales.json --users john@deo.com,jane@deo.com",
    "apply-permission-template --like priya@acme.example --location Lisbon",
  },

  params = {
    p.file     "template" { "The template, a JSON file", optional = true },
    p.user     "like"     { "Or: the user whose access is the template", optional = true },
    p.list     "users"    { "Who gets it: ids, e-mails or names", of = "user", optional = true },
    p.location "location" { "Or: everyone at this location", optional = true },
    p.flag     "admins"   { "Agency admins too" },
  },

  can = {
    "users.read", "locations.read",
    "users.update(scopes, scopesAssignedToOnly, permissions, role)",
  },
  limits = { update = 1000 },

  run = function(args, ctx)
    local templates = require "ghl.templates"
    local users = require "ghl.users"
    if (args.template == nil) == (args.like == nil) then
      ctx.fail("give either --template FILE or --like USER")
    elseif (args.users == nil) == (args.location == nil) then
      ctx.fail("give either --users LIST or --location PLACE")
    end
    local template
    if args.like then
      template = templates.of(args.like)
    else
      local wrong
      template, wrong = templates.decode(args.template)
      if not template then
        ctx.fail(wrong.message .. (wrong.hint and "; " .. wrong.hint or ""))
      end
    end

    local counts = { updated = 0, unchanged = 0, skipped = 0 }
    local function give(user)
      local skipped = (args.like and user.id == args.like.id)
        or (not args.admins and users.is_agency_admin(user)) or user.deleted == true
      local outcome = "skipped"
      if not skipped then
        outcome = select(2, templates.apply(user, template))
      end
      counts[outcome] = counts[outcome] + 1
    end
    if args.users then
      ctx.each(args.users, give)
    else
      for user in ghl.users.each({ locationId = args.location.id }) do
        give(user)
      end
    end
    return counts
  end,

  tests = {
    test "merges permissions and replaces scopes" {
      given  = "two-locations",
      args   = {
        template = {
          text = '{"scopes": ["contacts.write"], "permissions": {"tagsEnabled": true}}',
        },
        users = { "ana@acme.test" },
      },
      expect = {
        changes = {
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, { "contacts.write" } },
            permissions = { tagsEnabled = { false, true } },
          } },
        },
        result = { updated = 1, unchanged = 0, skipped = 0 },
      },
    },
    test "copies a colleague to everyone at a location" {
      given  = "two-locations",
      args   = { like = "ana@acme.test", location = "Lisbon" },
      expect = {
        changes = {
          { "update", "users/bob", {
            scopes = { {}, { "contacts.write", "conversations.write" } },
            permissions = {
              contactsEnabled = { false, true },
              conversationsEnabled = { false, true },
              opportunitiesEnabled = { false, true },
            },
          } },
        },
      },
    },
    test "leaves agency admins and the model alone" {
      given  = "two-locations",
      args   = { like = "ana@acme.test", users = { "cleo@acme.test", "ana@acme.test" } },
      expect = { changes = {}, result = { skipped = 2 } },
    },
    test "leaves an agency_admin alone too" {
      given  = "two-locations",
      with   = { ["users/cleo"] = { role = "agency_admin" } },
      args   = { like = "ana@acme.test", users = { "cleo@acme.test" } },
      expect = { changes = {}, result = { skipped = 1 } },
    },
    test "says what is wrong with a template that is no JSON" {
      given  = "two-locations",
      args   = { template = { text = "scopes: all" }, users = { "ana@acme.test" } },
      expect = { error = "line 1" },
    },
    test "sets the role and the scopes for assigned records" {
      given  = "two-locations",
      args   = {
        template = { text = '{"role": "admin", "scopesAssignedToOnly": ["contacts.write"]}' },
        users = { "bob@acme.test" },
      },
      expect = {
        changes = {
          { "update", "users/bob", {
            role = { "user", "admin" }, scopesAssignedToOnly = { {}, { "contacts.write" } },
          } },
        },
      },
    },
    test "takes an admin when told to" {
      given  = "two-locations",
      args   = {
        template = { text = '{"permissions": {"contactsEnabled": false}}' },
        users = { "cleo@acme.test" }, admins = true,
      },
      expect = {
        changes = {
          { "update", "users/cleo", { permissions = { contactsEnabled = { true, false } } } },
        },
      },
    },
    test "names a scope that is misspelt" {
      given  = "two-locations",
      args   = {
        template = { text = '{"scopes": ["contact.write"]}' }, users = { "ana@acme.test" },
      },
      expect = { error = "did you mean 'contacts.write'?" },
    },
    test "wants one template" {
      given  = "two-locations",
      args   = { users = { "ana@acme.test" } },
      expect = { error = "either --template FILE or --like USER" },
    },
    test "wants to know who" {
      given  = "two-locations",
      args   = { like = "ana@acme.test" },
      expect = { error = "either --users LIST or --location PLACE" },
    },
  },
}
