return recipe {
  name    = "audit-access",
  version = "1.0.0",
  summary = "Show who reaches which location, as what, and what they may do there",
  doc     = [[
--format table  a list of people in the result, 10,000 at most
--format csv    one line a person and location, for a spreadsheet
--format html   one page that needs nothing else: people by locations, filtered by text, location
                and role, with the number of people at each location, and made to be printed

Nothing is changed. Write the page to a file with --result access.html.
]],

  examples = {
    "audit-access",
    "audit-access --format csv --location Lisbon",
    "audit-access --format html --result access.html",
  },

  params = {
    p.location "location" { "Only the people of this location", optional = true },
    p.enum "role" { "Only people of this role", choices = { "user", "admin" }, optional = true },
    p.flag "active" { "Only people who have any scope or permission" },
    p.enum "format" {
      "How the result is given", choices = { "table", "csv", "html" }, default = "table",
    },
  },

  can = { "users.read", "locations.read" },

  run = function(args, ctx)
    local report = require "ghl.access_report"
    local audit = report.new()
    local function add(user)
      -- A search may leave the permissions out; only the record is sure.
      local whole = user.permissions and user.scopes and user or ghl.users.get(user.id)
      local entry = report.entry(whole)
      if user.deleted ~= true and (entry.allowed or not args.active) then
        audit:add(entry)
      end
    end

    for user in ghl.users.each({ locationId = args.location and args.location.id,
        role = args.role }) do
      add(user)
    end
    -- Who works for the agency and is at no location reaches every one.
    if args.location then
      for user in ghl.users.each({ type = "agency", role = args.role }) do
        if #((user.roles or {}).locationIds or {}) == 0 then
          add(user)
        end
      end
    end
    local result, remark = audit:as(args.format)
    if remark then ctx.note(remark) end
    return result
  end,

  tests = {
    test "lists people, locations and groups of permissions" {
      given  = "two-locations",
      expect = {
        changes = {},
        result = {
          total = 3,
          people = {
            { email = "ana@acme.test", role = "user", locations = { "Berlin", "Paris" },
              permissions = { "contacts", "conversations", "opportunities" }, scopes = 2 },
            { email = "bob@acme.test", locations = { "Lisbon" }, permissions = {}, scopes = 0 },
            { email = "cleo@acme.test", type = "agency", role = "admin",
              locations = { "every location" }, scopes = 3 },
          },
        },
      },
    },
    test "gives a line a person and location as CSV" {
      given  = "two-locations",
      args   = { format = "csv", location = "Berlin" },
      expect = { result = "email,name,type,role,location,scopes,permissions\n"
        .. "ana@acme.test,Ana Alves,account,user,Berlin,2,contacts conversations opportunities\n"
        .. "ana@acme.test,Ana Alves,account,user,Paris,2,contacts conversations opportunities\n"
        .. "cleo@acme.test,Cleo Marsh,agency,admin,every location,3,contacts settings\n" },
    },
    test "leaves out who may do nothing, when asked to" {
      given  = "two-locations",
      args   = { active = true, role = "user" },
      expect = { result = { people = { { email = "ana@acme.test" } } } },
    },
    test "names at one location who reaches it from the agency too" {
      given  = "two-locations",
      args   = { location = "Lisbon" },
      expect = { result = { people = {
        { email = "bob@acme.test", locations = { "Lisbon" } },
        { email = "cleo@acme.test", locations = { "every location" } },
      } } },
    },
    test "leaves out who is deleted" {
      given  = "small-company",
      args   = { location = "Berlin" },
      expect = { result = { people = {
        { email = "ada@acme.test" }, { email = "ana@acme.test" }, { email = "kim.a@acme.test" },
        { email = "max@acme.test" },
      } } },
    },
    test "makes a page" {
      given  = "small-company",
      args   = { format = "html", location = "Zürich" },
      expect = { changes = {} },
    },
  },
}
