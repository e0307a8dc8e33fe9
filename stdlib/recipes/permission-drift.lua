return recipe {
  name    = "permission-drift",
  version = "1.0.0",
  summary = "Show who no longer has the access that a template, or a colleague, has",
  doc     = [[
Compares the people of a location, or all people, with a template as in apply-permission-template.
Nothing is changed: apply-permission-template brings them back.
]],

  examples = {
    "permission-drift --template sales.json --location Lisbon",
    "permission-drift --like priya@acme.example --format csv",
  },

  params = {
    p.file     "template" { "The template, a JSON file", optional = true },
    p.user     "like"     { "Or: the user whose access is the template", optional = true },
    p.location "location" { "Only the people of this location", optional = true },
    p.enum     "role"     {
      "Only people of this role", choices = { "user", "admin" }, optional = true,
    },
    p.enum     "format"   {
      "How the result is given", choices = { "table", "csv" }, default = "table",
    },
  },

  can = { "users.read", "locations.read" },

  run = function(args, ctx)
    local csv = require "csv"
    local json = require "json"
    local templates = require "ghl.templates"
    if (args.template == nil) == (args.like == nil) then
      ctx.fail("give either --template FILE or --like USER")
    end
    local template, wrong
    if args.like then
      template = templates.of(args.like)
    else
      template, wrong = templates.decode(args.template)
      if not template then
        ctx.fail(wrong.message .. (wrong.hint and "; " .. wrong.hint or ""))
      end
    end

    local checked, drifted, lines = 0, {}, {}
    for user in ghl.users.each({ locationId = args.location and args.location.id,
        role = args.role }) do
      local found = {}
      if user.deleted ~= true then
        checked = checked + 1
        -- A search may leave the permissions out; only the record is sure.
        local whole = user.permissions and user or ghl.users.get(user.id)
        found = templates.differences(whole, template)
      end
      if #found > 0 then
        local texts = {}
        for index, difference in ipairs(found) do
          texts[index] = difference.text
          lines[#lines + 1] = {
            email = user.email, id = user.id, field = difference.field,
            difference = difference.text,
          }
        end
        drifted[#drifted + 1] = { email = user.email, id = user.id, differences = texts }
      end
    end
    if args.format == "csv" then
      return csv.encode(lines, { "email", "id", "field", "difference" })
    end
    return { checked = checked, drifted = #drifted, people = json.array(drifted) }
  end,

  tests = {
    test "names the people and what differs" {
      given  = "two-locations",
      args   = { template = {
        text = '{"permissions": {"contactsEnabled": true, "tagsEnabled": true}}',
      } },
      expect = {
        changes = {},
        result = {
          checked = 3, drifted = 2,
          people = {
            { email = "ana@acme.test", differences = { "tagsEnabled is off" } },
            { email = "bob@acme.test",
              differences = { "contactsEnabled is off", "tagsEnabled is off" } },
          },
        },
      },
    },
    test "compares with a colleague, at one location" {
      given  = "two-locations",
      args   = { like = "ana@acme.test", location = "Lisbon" },
      expect = { result = { checked = 1, drifted = 1, people = { { email = "bob@acme.test",
        differences = {
          "scopes: lacks contacts.write, conversations.write; has too much: nothing",
          "contactsEnabled is off", "opportunitiesEnabled is off", "conversationsEnabled is off",
        } } } } },
    },
    test "gives CSV" {
      given  = "two-locations",
      args   = { template = { text = '{"role": "admin"}' }, role = "user", location = "Lisbon",
        format = "csv" },
      expect = { result = "email,id,field,difference\nbob@acme.test,bob,role,role is user\n" },
    },
    test "sees what a search leaves out" {
      given  = "two-locations",
      args   = { template = { text = '{"scopes": ["contacts.write"]}' }, location = "Berlin" },
      expect = { result = { drifted = 1 } },
    },
    test "wants one template" {
      given  = "two-locations",
      expect = { error = "either --template FILE or --like USER" },
    },
    test "refuses a template of the wrong shape" {
      given  = "two-locations",
      args   = { template = { text = '{"scope": []}' } },
      expect = { error = "did you mean 'scopes'?" },
    },
  },
}
