local prelude = require "ghl.prelude"

local PEOPLE = {
  { id = "ana", email = "ana@acme.test", firstName = "Ana", lastName = "Alves" },
  { id = "kim1", email = "kim1@acme.test", name = "Kim Lee" },
  { id = "old", email = "kim1@acme.test", name = "Ana Alves", deleted = true },
  { id = "kim2", email = "kim2@acme.test", name = "Kim Lee" },
}

local function not_found()
  error({ kind = "not-found", message = "The user does not exist." }, 0)
end

-- A service of three people, two to a page; `refuse_email` answers as for a location's token.
local function service(refuse_email)
  local calls = {}
  local ghl = { users = {}, calls = calls }
  function ghl.users.get(id)
    calls[#calls + 1] = "get " .. id
    for _, user in ipairs(PEOPLE) do
      if user.id == id then
        return user
      end
    end
    not_found()
  end
  function ghl.users.filter_by_email(filter)
    calls[#calls + 1] = "email " .. filter.emails .. " " .. filter.projection
    if refuse_email then
      error({ kind = refuse_email, message = "no" }, 0)
    end
    return { users = PEOPLE }
  end
  local more = prelude(ghl, {
    page = function(_, cursor)
      calls[#calls + 1] = "page " .. tostring(cursor)
      if cursor then
        return { users = { PEOPLE[2], PEOPLE[4], PEOPLE[3] } }
      end
      return { users = { PEOPLE[1], PEOPLE[2] }, next = "two" }
    end,
  })
  ghl.users.each, ghl.users.find = more.each, more.find
  return ghl
end

return {
  ["each walks all pages and hands nobody out twice"] = function(t)
    local ghl, ids = service(), {}
    for user in ghl.users.each({ locationId = "ber" }) do
      ids[#ids + 1] = user.id
    end
    t.same(ids, { "ana", "kim1", "kim2", "old" })
    t.same(ghl.calls, { "page nil", "page two" })
  end,

  ["each goes on reading only as far as it is asked"] = function(t)
    local ghl = service()
    t.equal(ghl.users.each()().id, "ana")
    t.same(ghl.calls, { "page nil" })
  end,

  ["find takes an e-mail in any case and asks for whole records"] = function(t)
    local ghl = service()
    t.equal(ghl.users.find(" Ana@ACME.test ").id, "ana")
    t.same(ghl.calls, { "email Ana@ACME.test all" })
    t.equal(ghl.users.find("nobody@acme.test"), nil)
  end,

  ["find searches where the token may not ask by e-mail"] = function(t)
    t.equal(service("missing-scope").users.find("kim2@acme.test").id, "kim2")
    local ghl = service("unavailable")
    local ok, problem = pcall(ghl.users.find, "kim2@acme.test")
    t.equal(ok, false)
    t.equal(problem.kind, "unavailable")
  end,

  ["find takes an id, then a full name"] = function(t)
    local ghl = service()
    t.equal(ghl.users.find("kim1").id, "kim1")
    t.equal(ghl.users.find("ana alves").id, "ana")
    t.equal(ghl.users.find("Ana"), nil)
  end,

  ["find does not see who was deleted"] = function(t)
    t.equal(service().users.find("kim1@acme.test").id, "kim1")
    t.equal(service().users.find("old"), nil)
  end,

  ["find does not choose between namesakes"] = function(t)
    t.raises(function() service().users.find("Kim Lee") end,
      '"Kim Lee" is 2 users: kim1@acme.test (kim1), kim2@acme.test (kim2); give the id')
  end,

  ["find wants a text"] = function(t)
    t.raises(function() service().users.find({}) end, "not a table")
    t.raises(function() service().users.find("  ") end, "an empty text")
  end,
}
