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

local function pager(host, guarded)
  return function(filter)
    local asked = {}
    for key, value in pairs(filter or {}) do
      asked[key] = value
    end
    local page, at, seen = guarded(host.page(asked, nil)), 0, {}
    return function()
      while true do
        at = at + 1
        local user = page.users[at]
        if user == nil then
          if page.next == nil then
            return nil
          end
          page, at = guarded(host.page(asked, page.next)), 0
        elseif not seen[user.id] then
          -- A live list moves under its pages; nobody is handed out twice.
          seen[user.id] = true
          return user
        end
      end
    end
  end
end

---Makes reading a field that only the service fills, and that it has not filled yet, an error.
local function guard(user, host)
  local names = user["~later"]
  if not names then
    return
  end
  user["~later"] = nil
  local later = {}
  for _, name in ipairs(names) do
    later[name] = true
  end
  setmetatable(user, {
    __index = function(_, key)
      if later[key] then
        host.unknown(key, rawget(user, "email"))
      end
    end,
  })
end

-- Answers are looked at only once there is a new user: what is called through another function
-- would lose its place in the recipe.
local function guarding(ghl, host)
  local has_new = false
  local function guarded(answer)
    if has_new then
      for _, user in ipairs(answer.users or { answer }) do
        guard(user, host)
      end
    end
    return answer
  end
  local function begin()
    has_new = true
    for _, verb in ipairs { "get", "update", "search", "by_location", "filter_by_email" } do
      local operation = ghl.users[verb]
      ghl.users[verb] = function(...) return guarded(operation(...)) end
    end
  end
  local create = ghl.users.create
  ghl.users.create = create and function(...)
    local user = create(...)
    if not has_new then
      begin()
    end
    return guarded(user)
  end
  return guarded
end

---Adds `ghl.users.find(ref, level)` and `ghl.users.each(filter)`, and guards new users.
---
---`find` blames the caller for what it cannot find one of, or whom `level` says, as in `error`.
---`host.page(filter, cursor)` answers `{ users = {…}, next = cursor|nil }`; without a cursor it is
---the first page. `host.unknown(field, who)` raises that a field is known only after the apply.
---@param ghl table the operations of the service
---@param host { page: function, unknown: fun(field: string, who: string?) }
return function(ghl, host)
  local guarded = guarding(ghl, host)
  ghl.users.each = pager(host, guarded)
  ghl.users.find = finder(ghl)
end
