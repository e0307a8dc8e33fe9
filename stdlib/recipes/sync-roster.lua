return recipe {
  name    = "sync-roster",
  version = "1.0.0",
  summary = "Bring the company's people in line with a list from the HR system",
  doc     = [[
The e-mail is the key. Who is new is created; of who is there, names, phone, role and locations
become what the row says, so a person whose row names another location moves. What a row leaves
empty stays. Somebody with a new address has the old one in `formerEmail`: the service cannot change
an e-mail, so a new account with the old one's access is made and the old one is switched off.

People who are not on the list are leavers: --leavers says what becomes of them. `report` (the
default) only names them, `off` switches all scopes and permissions off, `delete` deletes. --only
limits the leavers to the people of one location. Agency admins and the people of --keep are never
leavers. While any row fails, nobody is one: the failed row may be theirs.

The result names what happens to each person.
]],

  examples = {
    "sync-roster roster.csv",
    "sync-roster roster.csv --leavers off --keep tom@acme.example",
  },

  params = {
    p.rows "roster" {
      "CSV, JSON or NDJSON, one person a row; - reads standard input",
      arg = 1,
      columns = {
        p.email  "email"       { "The key; each address once", unique = true },
        p.string "firstName"   { "First name" },
        p.string "lastName"    { "Last name" },
        p.list   "location"    { "Ids or names, ; between several", of = "location", sep = ";" },
        p.enum   "role"        {
          "user when new", choices = { "user", "admin" }, optional = true,
        },
        p.string "phone"       { "Phone number with its country code", optional = true },
        p.user   "like"        { "New people get this user's access", optional = true },
        p.email  "formerEmail" { "The address they had until now", optional = true },
      },
    },
    p.enum "leavers" {
      "What becomes of people who are not on the list",
      choices = { "report", "off", "delete" }, default = "report",
    },
    p.location "only" { "Leavers are only looked for at this location", optional = true },
    p.list "keep" { "E-mails that are never leavers", of = "email", optional = true },
  },

  can = {
    "users.read", "locations.read", "users.create", "users.delete",
    "users.update(firstName, lastName, locationIds, role, phone, scopes, scopesAssignedToOnly, "
      .. "permissions)",
  },
  limits = { create = 1000, update = 5000, delete = 10, percent = 20 },

  run = function(args, ctx)
    local users = require "ghl.users"
    local people, stays = {}, {}
    local function note(email, what)
      people[#people + 1] = { email = email, what = what }
    end
    for _, email in ipairs(args.keep or {}) do
      stays[email:lower()] = true
    end

    local counts = ctx.each_row(args.roster, function(row)
      local email = row.email:lower()
      stays[email] = true
      local former = row.formerEmail and users.find(row.formerEmail)
      local access = row.like or former
      local known = users.find(email)
      local _, outcome = users.ensure(email, {
        firstName = row.firstName, lastName = row.lastName, locationIds = row.location,
        role = row.role or (not known and former and former.roles.role or nil), phone = row.phone,
      }, { access = not known and access and users.access_of(access) or nil })
      if former then
        stays[former.email:lower()] = true
        local _, switched = users.disable(former)
        if switched == "updated" then
          note(former.email, "switched off, now " .. email)
        end
      end
      if outcome ~= "unchanged" then
        note(email, outcome)
      end
    end)

    if counts.failed > 0 then
      ctx.note("leavers are not looked for while rows fail")
      return { counts = counts, people = people }
    end
    local leavers = 0
    for user in ghl.users.each({ locationId = args.only and args.only.id }) do
      local roles = user.roles or {}
      local is_agency_admin = roles.type == "agency" and roles.role == "admin"
      if user.deleted ~= true and not is_agency_admin and not stays[(user.email or ""):lower()] then
        leavers = leavers + 1
        if args.leavers == "off" then
          local _, outcome = users.disable(user)
          note(user.email, outcome == "updated" and "left, switched off" or "left, off already")
        elseif args.leavers == "delete" then
          ghl.users.delete(user.id)
          note(user.email, "left, deleted")
        else
          note(user.email, "left, not on the list")
        end
      end
    end
    counts.leavers = leavers
    return { counts = counts, people = people }
  end,

  tests = {
    test "creates, moves, renames and reports leavers" {
      given  = "two-locations",
      args   = { roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves-Roth",
          location = "Lisbon" },
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Berlin",
          like = "ana@acme.test" },
      } },
      expect = {
        changes = {
          { "update", "users/ana", {
            lastName = { "Alves", "Alves-Roth" }, locationIds = { { "ber", "par" }, { "lis" } },
          } },
          { "create", "users/dee@acme.test", {
            locationIds = { "ber" }, role = "user",
            scopes = { "contacts.write", "conversations.write" },
          } },
        },
        result = {
          counts = { created = 1, updated = 1, leavers = 1 },
          people = {
            { email = "ana@acme.test", what = "updated" },
            { email = "dee@acme.test", what = "created" },
            { email = "bob@acme.test", what = "left, not on the list" },
          },
        },
      },
    },
    test "switches leavers off, but nobody it shall keep" {
      given  = "two-locations",
      args   = { leavers = "off", keep = { "bob@acme.test" }, roster = {
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Berlin" },
      } },
      expect = {
        changes = {
          { "create", "users/dee@acme.test" },
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, {} },
            permissions = {
              contactsEnabled = { true, false },
              conversationsEnabled = { true, false },
              opportunitiesEnabled = { true, false },
            },
          } },
        },
        result = { counts = { leavers = 1 } },
      },
    },
    test "deletes leavers of one location only" {
      given  = "two-locations",
      args   = { leavers = "delete", only = "Lisbon", roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves",
          location = "Berlin;Paris" },
      } },
      expect = {
        changes = { { "delete", "users/bob" } },
        result = { people = { { email = "bob@acme.test", what = "left, deleted" } } },
      },
    },
    test "gives a person with a new address a new account and the old access" {
      given  = "two-locations",
      args   = { keep = { "bob@acme.test" }, roster = {
        { email = "ana.roth@acme.test", formerEmail = "ana@acme.test", firstName = "Ana",
          lastName = "Roth", location = "Berlin" },
      } },
      expect = {
        changes = {
          { "create", "users/ana.roth@acme.test", {
            scopes = { "contacts.write", "conversations.write" },
          } },
          { "update", "users/ana", {
            scopes = { { "contacts.write", "conversations.write" }, {} },
            permissions = {
              contactsEnabled = { true, false },
              conversationsEnabled = { true, false },
              opportunitiesEnabled = { true, false },
            },
          } },
        },
        result = { people = {
          { email = "ana@acme.test", what = "switched off, now ana.roth@acme.test" },
          { email = "ana.roth@acme.test", what = "created" },
        } },
      },
    },
    test "a leaver who is off already is only named" {
      given  = "two-locations",
      args   = { leavers = "off", roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves",
          location = "Berlin;Paris" },
      } },
      expect = {
        changes = {},
        result = { people = { { email = "bob@acme.test", what = "left, off already" } } },
      },
    },
    test "takes nobody for a leaver while a row fails" {
      given  = "two-locations",
      args   = { leavers = "delete", roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves", location = "Atlantis" },
        { email = "bob@acme.test", firstName = "Bob", lastName = "Stone", location = "Lisbon" },
      } },
      expect = {
        changes = {},
        failed = { { line = 1, message = "Atlantis" } },
        notes = { "leavers are not looked for" },
      },
    },
  },
}
