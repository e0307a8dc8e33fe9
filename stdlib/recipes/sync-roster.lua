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
limits the leavers to the people of one location; who works at others too is then only taken out of
that one. Agency admins and the people of --keep are never leavers. While any row fails, nobody is
one: the failed row may be theirs. An empty list is an error, not a company of leavers.

The result says in words what happens to each person.
]],

  examples = {
    "sync-roster roster.csv",
    "sync-roster roster.csv --leavers off --keep tom@acme.example",
    "sync-roster roster.json --only Berlin",
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
    local json = require "json"
    local users = require "ghl.users"
    local roster = require "ghl.roster"
    if #args.roster == 0 then
      ctx.fail("nobody is on the list, and an empty list would make everybody a leaver")
    end
    local people, stays, listed = {}, {}, {}
    local function note(email, what)
      people[#people + 1] = { email = email, what = what }
    end
    for _, email in ipairs(args.keep or {}) do
      stays[email:lower()] = true
    end
    for _, row in ipairs(args.roster) do
      listed[row.email:lower()] = true
    end

    local counts = ctx.each_row(args.roster, function(row)
      local email = row.email:lower()
      stays[email] = true
      local former, problem = roster.former_account(row.formerEmail, email, listed)
      if problem then
        ctx.fail(problem)
      end
      local known = users.find(email)
      local model = row.like or former
      local fields = {
        firstName = row.firstName, lastName = row.lastName, locationIds = row.location,
        role = row.role or (not known and former and former.roles.role or nil), phone = row.phone,
      }
      local said = known and roster.changes(known, fields) or roster.arrival(fields)
      local _, outcome = users.ensure(email, fields,
        { access = not known and model and users.access_of(model) or nil })
      if former then
        stays[former.email:lower()] = true
        if select(2, users.disable(former)) == "updated" then
          note(former.email, "switched off, now " .. email)
        end
      end
      if outcome ~= "unchanged" then
        note(email, said)
      end
    end)

    if counts.failed > 0 then
      ctx.note("leavers are not looked for while rows fail")
      return { counts = counts, people = json.array(people) }
    end
    local leavers = 0
    for user in ghl.users.each({ locationId = args.only and args.only.id }) do
      if user.deleted ~= true and not users.is_agency_admin(user)
          and not stays[(user.email or user.id):lower()] then
        leavers = leavers + 1
        note(user.email or user.id, roster.leave(user, args.leavers, args.only))
      end
    end
    counts.leavers = leavers
    return { counts = counts, people = json.array(people) }
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
            { email = "ana@acme.test",
              what = "is now Ana Alves-Roth; leaves Berlin, Paris; starts at Lisbon" },
            { email = "dee@acme.test", what = "new: Dee Dale at Berlin" },
            { email = "bob@acme.test", what = "left: not on the list" },
          },
        },
      },
    },
    test "switches leavers off, but nobody it shall keep" {
      given  = "two-locations",
      with   = { ["users/ana"] = { scopesAssignedToOnly = { "contacts.write" } } },
      args   = { leavers = "off", keep = { "bob@acme.test" }, roster = {
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Berlin" },
      } },
      expect = {
        changes = {
          { "create", "users/dee@acme.test" },
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
        result = { people = { { email = "bob@acme.test", what = "left: deleted" } } },
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
          { email = "ana.roth@acme.test", what = "new: Ana Roth at Berlin" },
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
        result = { people = { { email = "bob@acme.test", what = "left: off already" } } },
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
    test "says which phone and role change, and tells a spelling of the address from a new one" {
      given  = "two-locations",
      args   = { roster = {
        { email = "ANA@acme.test", formerEmail = "ana@acme.test", firstName = "Anna",
          lastName = "Alves", location = "Paris;Berlin", phone = "+49 30 7654321",
          role = "admin" },
      } },
      expect = {
        changes = { { "update", "users/ana", {
          firstName = { "Ana", "Anna" }, phone = { "+49301234567", "+49 30 7654321" },
          role = { "user", "admin" },
        } } },
        result = { people = {
          { email = "ana@acme.test",
            what = "is now Anna Alves; phone +49 30 7654321; is now admin" },
          { email = "bob@acme.test", what = "left: not on the list" },
        } },
      },
    },
    test "takes a leaver of one location out of that one when they work elsewhere too" {
      given  = "two-locations",
      args   = { leavers = "delete", only = "Berlin", roster = {
        { email = "dee@acme.test", firstName = "Dee", lastName = "Dale", location = "Berlin" },
      } },
      expect = {
        changes = {
          { "create", "users/dee@acme.test" },
          { "update", "users/ana", { locationIds = { { "ber", "par" }, { "par" } } } },
        },
        result = { people = {
          { email = "dee@acme.test" },
          { email = "ana@acme.test", what = "left Berlin: stays at Paris" },
        } },
      },
    },
    test "does not switch off somebody who is on the list under their own address" {
      given  = "two-locations",
      args   = { roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves",
          location = "Berlin;Paris" },
        { email = "eve@acme.test", formerEmail = "ana@acme.test", firstName = "Eve",
          lastName = "Roth", location = "Berlin" },
      } },
      expect = { changes = {}, failed = { { line = 2, message = "on the list itself" } } },
    },
    test "leaves the old account of an agency admin to people" {
      given  = "two-locations",
      args   = { roster = {
        { email = "c.marsh@acme.test", formerEmail = "cleo@acme.test", firstName = "Cleo",
          lastName = "Marsh", location = "Berlin" },
      } },
      expect = { changes = {}, failed = { { line = 1, message = "is an agency admin" } } },
    },
    test "refuses an empty list" {
      given  = "two-locations",
      args   = { leavers = "off", roster = {} },
      expect = { error = "an empty list would make everybody a leaver" },
    },
    test "finds nothing to do when everybody is as the list says" {
      given  = "two-locations",
      args   = { roster = {
        { email = "ana@acme.test", firstName = "Ana", lastName = "Alves",
          location = "Paris;Berlin" },
        { email = "bob@acme.test", firstName = "Bob", lastName = "Stone", location = "Lisbon" },
      } },
      expect = {
        changes = {}, rows = { unchanged = 2 }, result = { counts = { leavers = 0 }, people = {} },
      },
    },
  },
}
