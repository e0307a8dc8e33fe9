return recipe {
  name    = "check-token",
  version = "1.0.0",
  summary = "Show what the token in use may read, and whom it belongs to",
  doc     = [[
Asks the service harmless questions and says which of them it may ask. What it may write cannot be
found out without writing: compare with the scopes that were ticked when the token was made.
]],

  examples = { "check-token", "check-token --json" },

  params = {
    p.location "location" { "Also ask about the users of this location", optional = true },
  },

  can = { "users.read", "locations.read", "contacts.read" },

  run = function(args)
    local DENIED = {
      ["missing-scope"] = true, ["wrong-location"] = true, forbidden = true,
      ["bad-token"] = true, ["bad-version"] = true,
    }
    local function ask(scope, question)
      local ok, answer = pcall(question)
      if ok then
        return { may = true, scope = scope }, answer
      elseif type(answer) ~= "string" and answer.kind == "not-found" then
        -- Who may not ask is told so before it is looked up.
        return { may = true, scope = scope }
      elseif type(answer) ~= "string" and DENIED[answer.kind] then
        return { may = false, scope = scope, why = answer.message }
      end
      error(answer, 0)
    end

    local found = {}
    local listed
    found["read users"], listed = ask("users.readonly", function()
      return ghl.users.search({ limit = 1 })
    end)
    found["look users up by e-mail"] = ask("users.readonly, agency token", function()
      return ghl.users.filter_by_email({ emails = "nobody@example.invalid" })
    end)
    found["read locations"] = ask("locations.readonly", function()
      return ghl.locations.search({ limit = 1 })
    end)
    found["read contacts"] = ask("contacts.readonly", function()
      return ghl.contacts.get("00000000000000000000")
    end)
    if args.location then
      found["read the users of " .. args.location.name] = ask("users.readonly", function()
        return ghl.users.search({ locationId = args.location.id, limit = 1 })
      end)
    end
    return { users = listed and listed.count, may = found }
  end,

  tests = {
    test "says what an agency token may read" {
      given  = "two-locations",
      expect = {
        changes = {},
        result = {
          users = 3,
          may = {
            ["read users"] = { may = true },
            ["look users up by e-mail"] = { may = true },
            ["read locations"] = { may = true },
            ["read contacts"] = { may = true },
          },
        },
      },
    },
    test "asks about one location too" {
      given  = "two-locations",
      args   = { location = "Berlin" },
      expect = { result = { may = { ["read the users of Berlin"] = { may = true } } } },
    },
  },
}
