return recipe {
  name    = "find-duplicate-emails",
  version = "1.0.0",
  summary = "List people who seem to have two accounts",
  doc     = [[
Always the same: addresses that differ in upper and lower case only. As a choice also: what stands
behind a plus (`ana+berlin@`), and dots before the @ (`a.na@` and `ana@` are one mailbox at some
providers, two at others). Nothing is changed.
]],

  examples = {
    "find-duplicate-emails",
    "find-duplicate-emails --plus --dots --format csv",
  },

  params = {
    p.flag "plus"   { "Ignore what stands behind a plus" },
    p.flag "dots"   { "Ignore dots before the @" },
    p.enum "format" { "How the result is given", choices = { "table", "csv" }, default = "table" },
  },

  can = { "users.read" },

  run = function(args)
    local csv = require "csv"
    local json = require "json"
    local function key(email)
      local name, domain = email:lower():match("^(.*)@([^@]*)$")
      if not name then
        return email:lower()
      end
      if args.plus then
        name = name:match("^([^+]+)%+") or name
      end
      if args.dots then
        name = name:gsub("%.", "")
      end
      return name .. "@" .. domain
    end

    local function account(user)
      return {
        id = user.id, email = user.email, name = user.name,
        locations = #((user.roles or {}).locationIds or {}),
      }
    end

    -- Of who is alone only the e-mail and the id are kept: that is nearly everybody.
    local first, by_key, keys = {}, {}, {}
    for user in ghl.users.each({}) do
      if user.deleted ~= true and type(user.email) == "string" then
        local mailbox = key(user.email)
        if by_key[mailbox] then
          table.insert(by_key[mailbox], account(user))
        elseif first[mailbox] then
          by_key[mailbox] = { account(ghl.users.get(first[mailbox])), account(user) }
          keys[#keys + 1] = mailbox
        else
          first[mailbox] = user.id
        end
      end
    end

    table.sort(keys)
    local groups, lines = {}, {}
    for index, mailbox in ipairs(keys) do
      local accounts = by_key[mailbox]
      table.sort(accounts, function(a, b) return a.id < b.id end)
      groups[index] = { mailbox = mailbox, accounts = accounts }
      for _, one in ipairs(accounts) do
        lines[#lines + 1] = {
          mailbox = mailbox, id = one.id, email = one.email, name = one.name,
          locations = one.locations,
        }
      end
    end
    if args.format == "csv" then
      return csv.encode(lines, { "mailbox", "id", "email", "name", "locations" })
    end
    return { duplicates = #groups, groups = json.array(groups) }
  end,

  tests = {
    test "finds nothing where there is nothing" {
      given  = "two-locations",
      expect = { changes = {}, result = { duplicates = 0 } },
    },
    test "sees through upper case" {
      given  = "two-locations",
      with   = { ["users/ana2"] = { email = "ANA@acme.test", firstName = "Ana", lastName = "A",
        type = "account", role = "user", locationIds = { "lis" } } },
      expect = { result = {
        duplicates = 1,
        groups = { { mailbox = "ana@acme.test", accounts = {
          { id = "ana", locations = 2 }, { id = "ana2", email = "ANA@acme.test", locations = 1 },
        } } },
      } },
    },
    test "leaves out who is deleted, and takes what is no address as it is" {
      given  = "two-locations",
      with   = {
        ["users/ana2"] = { email = "ANA@acme.test", firstName = "Ana", lastName = "A",
          deleted = true, type = "account", role = "user", locationIds = { "lis" } },
        ["users/odd1"] = { email = "front-desk", firstName = "Front", lastName = "Desk",
          type = "account", role = "user", locationIds = { "lis" } },
        ["users/odd2"] = { email = "Front-Desk", firstName = "Front", lastName = "Desk",
          type = "account", role = "user", locationIds = { "ber" } },
      },
      expect = { result = { duplicates = 1, groups = { { mailbox = "front-desk" } } } },
    },
    test "tells plus addresses apart unless asked not to" {
      given  = "two-locations",
      with   = { ["users/ana2"] = { email = "ana+berlin@acme.test", firstName = "Ana",
        lastName = "A", type = "account", role = "user", locationIds = { "lis" } } },
      expect = { result = { duplicates = 0 } },
    },
    test "joins plus addresses and dots when asked to, as CSV" {
      given  = "two-locations",
      with   = {
        ["users/ana2"] = { email = "ana+berlin@acme.test", firstName = "Ana", lastName = "A",
          type = "account", role = "user", locationIds = { "lis" } },
        ["users/ana3"] = { email = "a.na@acme.test", firstName = "Ana", lastName = "B",
          type = "account", role = "user", locationIds = { "lis" } },
      },
      args   = { plus = true, dots = true, format = "csv" },
      expect = { result = "mailbox,id,email,name,locations\n"
        .. "ana@acme.test,ana,ana@acme.test,Ana Alves,2\n"
        .. "ana@acme.test,ana2,ana+berlin@acme.test,Ana A,1\n"
        .. "ana@acme.test,ana3,a.na@acme.test,Ana B,1\n" },
    },
  },
}
