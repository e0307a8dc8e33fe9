return recipe {
  name    = "check-token",
  version = "1.0.0",
  summary = "Show what the token in use may read, and whom it belongs to",
  doc     = [[
Asks the service harmless questions and says which of them it may ask: `yes`, or `no` and why. What
it may write cannot be found out without writing: compare with the scopes that were ticked when the
token was made ('ghlua doctor' tries one update of a user that nobody has).
]],

  examples = { "check-token", "check-token --location Berlin --json" },

  params = {
    p.location "location" { "Also ask about the users of this location", optional = true },
  },

  can = { "users.read", "locations.read", "contacts.read" },

  run = function(args)
    local DENIED = {
      ["missing-scope"] = true, ["wrong-location"] = true, forbidden = true,
      ["bad-token"] = true, ["bad-version"] = true,
    }
    local answers = {}
    local function ask(what, scope, question)
      local ok, answer = pcall(question)
      local denied = not ok and type(answer) ~= "string" and DENIED[answer.kind]
      -- Who may not ask is told so before it is looked up, so "not found" is a yes.
      local may = ok or (type(answer) ~= "string" and answer.kind == "not-found")
      if not may and not denied then
        error(answer, 0)
      end
      answers[#answers + 1] = {
        what = what, may = may and "yes" or "no", scope = scope,
        why = denied and answer.message or nil,
      }
      return ok and answer or nil
    end

    local listed = ask("read users", "users.readonly", function()
      return ghl.users.search({ limit = 1 })
    end)
    ask("look users up by e-mail", "users.readonly, agency token", function()
      return ghl.users.filter_by_email({ emails = "nobody@example.invalid" })
    end)
    ask("read locations", "locations.readonly", function()
      return ghl.locations.search({ limit = 1 })
    end)
    ask("read contacts", "contacts.readonly", function()
      return ghl.contacts.get("00000000000000000000")
    end)
    if args.location then
      ask("read the users of " .. args.location.name, "users.readonly", function()
        return ghl.users.search({ locationId = args.location.id, limit = 1 })
      end)
    end
    return { users = listed and listed.count, answers = answers }
  end,

  tests = {
    test "says what an agency token may read" {
      given  = "two-locations",
      expect = {
        changes = {},
        result = {
          users = 3,
          answers = {
            { what = "read users", may = "yes", scope = "users.readonly" },
            { what = "look users up by e-mail", may = "yes" },
            { what = "read locations", may = "yes" },
            { what = "read contacts", may = "yes" },
          },
        },
      },
    },
    test "asks about one location too" {
      given  = "two-locations",
      args   = { location = "Berlin" },
      expect = { result = { answers = {
        { may = "yes" }, { may = "yes" }, { may = "yes" }, { may = "yes" },
        { what = "read the users of Berlin", may = "yes" },
      } } },
    },
    test "says what a token may not read, and why" {
      given  = "two-locations",
      faults = {
        { operation = "contacts.get", status = 401,
          message = "The token is not authorized for this scope." },
        { operation = "users.filter_by_email", status = 403,
          message = "The token does not have access to this location." },
      },
      expect = { result = { answers = {
        { may = "yes" },
        { may = "no", why = "The token does not have access to this location." },
        { may = "yes" },
        { may = "no", why = "The token is not authorized for this scope." },
      } } },
    },
    test "does not take a service that is away for a no" {
      given  = "two-locations",
      faults = { { operation = "locations.search", status = 503 } },
      expect = { error = "Service Unavailable" },
    },
  },
}
