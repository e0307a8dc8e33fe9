-- What `ghl.users` offers beyond the service's operations: `find` and `each`.

-- Answers that mean "this token may not ask by e-mail"; searching is then the way.
local NOT_FOR_THIS_TOKEN = { ["missing-scope"] = true, ["wrong-location"] = true, forbidden = true }

local function same_text(a, b)
  return type(a) == "string" and a:lower() == b:lower()
end

local function full_name(user)
  local first = type(user.firstName) == "string" and user.firstName or ""
  local last = type(user.lastName) == "string" and user.lastName or ""
  return (first .. " " .. last):match("^%s*(.-)%s*$")
end

local function is_called(user, name)
  return same_text(user.name, name) or same_text(full_name(user), name)
end

local function try(kinds, fn, ...)
  local ok, answer = pcall(fn, ...)
  if ok then
    return answer
  elseif type(answer) ~= "string" and kinds[answer.kind] then
    return nil
  end
  error(answer, 0)
end

local function matching(users, accepts)
  local found = {}
  for user in users do
    if user.deleted ~= true and accepts(user) then
      found[#found + 1] = user
    end
  end
  return found
end

local function by_email(ghl, email)
  local answer = try(NOT_FOR_THIS_TOKEN, ghl.users.filter_by_email,
    { emails = email, projection = "all" })
  local users
  if answer then
    local at = 0
    users = function()
      at = at + 1
      return answer.users[at]
    end
  else
    users = ghl.users.each({ query = email })
  end
  return matching(users, function(user) return same_text(user.email, email) end)
end

local function by_id_or_name(ghl, ref)
  local user = ref:find("^[%w_.~:-]+$") and try({ ["not-found"] = true }, ghl.users.get, ref)
  if user then
    return user.deleted == true and {} or { user }
  end
  return matching(ghl.users.each({ query = ref }), function(one) return is_called(one, ref) end)
end

local function candidates(found)
  local names = {}
  for _, user in ipairs(found) do
    names[#names + 1] = ("%s (%s)"):format(user.email or "no e-mail", user.id)
  end
  return table.concat(names, ", ")
end

local function finder(ghl)
  return function(ref, level)
    level = (level or 1) + 1
    if type(ref) ~= "string" or not ref:find("%S") then
      error("ghl.users.find takes an id, an e-mail or a full name, not "
        .. (type(ref) == "string" and "an empty text" or "a " .. type(ref)), level)
    end
    ref = ref:match("^%s*(.-)%s*$")
    local found = (ref:find("@", 1, true) and by_email or by_id_or_name)(ghl, ref)
    if #found > 1 then
      error(('"%s" is %d users: %s; give the id'):format(ref, #found, candidates(found)), level)
    end
    return found[1]
  end
end

-- A live list moves under its pages, so somebody may come again on a page soon after. Who came is
-- remembered for so many users; remembering all would take memory for a whole company.
local REMEMBERED = 300

local function newness()
  local before, now, count = {}, {}, 0
  return function(id)
    if now[id] or before[id] then
      return false
    end
    if count == REMEMBERED then
      before, now, count = now, {}, 0
    end
    now[id] = true
    count = count + 1
    return true
  end
end

local function pager(host)
  return function(filter)
    local asked = {}
    for key, value in pairs(filter or {}) do
      asked[key] = value
    end
    local page, at, is_new = host.page(asked, nil), 0, newness()
    return function()
      while true do
        at = at + 1
        local user = page.users[at]
        if user == nil then
          if page.next == nil then
            return nil
          end
          -- The page that is done with is let go before the next one comes.
          local cursor = page.next
          page, at = nil, 0
          page = host.page(asked, cursor)
        elseif is_new(user.id) then
          return user
        end
      end
    end
  end
end

---Makes `ghl.users.find(ref, level)` and `ghl.users.each(filter)`.
---
---`find` blames the caller for what it cannot find one of, or whom `level` says, as in `error`.
---`host.page(filter, cursor)` answers `{ users = {…}, next = cursor|nil }`; without a cursor it is
---the first page.
---@param ghl table the operations of the service, and these two
---@param host { page: fun(filter: table, cursor: any): { users: table[], next: any } }
---@return { each: function, find: function }
return function(ghl, host)
  return { each = pager(host), find = finder(ghl) }
end
