-- The fields of a user that can be written: where they are read, and which of them would change.

local nearest = require "ghl.nearest"
local permissions = require "ghl.permissions"

local M = {}

local WRITABLE = {
  "firstName", "lastName", "phone", "type", "role", "locationIds", "permissions", "scopes",
  "scopesAssignedToOnly", "profilePhoto", "twilioPhone", "platformLanguage", "password",
}

-- A few fields are written in one place and read back in another.
local READ_AT = {
  locationIds = function(user) return (user.roles or {}).locationIds end,
  type = function(user) return (user.roles or {}).type end,
  role = function(user) return (user.roles or {}).role end,
  twilioPhone = function(user) return user.lcPhone end,
}

-- For these the order means nothing to the service.
local SETS = { locationIds = true, scopes = true, scopesAssignedToOnly = true }

local is_writable = {}
for _, name in ipairs(WRITABLE) do
  is_writable[name] = true
end

local function present(value)
  if value ~= null then
    return value
  end
end

local function has_all(list, wanted)
  local has = {}
  for _, value in ipairs(list) do
    has[value] = true
  end
  for _, value in ipairs(wanted) do
    if not has[value] then
      return false
    end
  end
  return true
end

local function holds(map, wanted)
  for key, value in pairs(wanted) do
    if map[key] ~= value then
      return false
    end
  end
  return true
end

-- A flag the service does not send is off.
local function flags_are(flags, wanted)
  for flag, value in pairs(wanted) do
    if (flags[flag] or false) ~= value then
      return false
    end
  end
  return true
end

local function digits(phone)
  return type(phone) == "string" and phone:gsub("[^%d+]", "") or ""
end

local function same(field, is, wanted)
  if SETS[field] then
    return has_all(is or {}, wanted or {}) and has_all(wanted or {}, is or {})
  elseif field == "permissions" then
    return is ~= nil and flags_are(is, wanted)
  elseif field == "twilioPhone" then
    return holds(is or {}, wanted or {}) and holds(wanted or {}, is or {})
  elseif field == "phone" then
    return digits(is) == digits(wanted)
  end
  return is == wanted
end

local function merged(first, second)
  local all = {}
  for _, map in ipairs({ first or {}, second }) do
    for key, value in pairs(map) do
      all[key] = value
    end
  end
  return all
end

---Returns a field of a user as it is read, nil when it is absent or null.
---
---```lua
---local ana = ghl.users.get("ana")
---assert(user_fields.read(ana, "locationIds")[1] == "ber")
---```
---@param user table
---@param field string its name when it is written
---@return any
function M.read(user, field)
  local at = READ_AT[field]
  if at then
    return present(at(user))
  end
  return present(user[field])
end

---Checks names and flags of fields written by a person.
---
---```lua
---local ok, problem = user_fields.check({ fistName = "Ana" })
---assert(not ok and problem.hint == "did you mean 'firstName'?")
---```
---@param fields table
---@return boolean|nil ok
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.check(fields)
  for name in pairs(fields) do
    if name == "email" then
      return nil, {
        kind = "email-is-fixed",
        message = "the e-mail of a user cannot be changed",
        hint = "give it as the key only",
      }
    elseif not is_writable[name] then
      return nil, {
        kind = "unknown-field",
        message = ('a user has no field "%s" that can be written'):format(tostring(name)),
        hint = nearest.hint(name, WRITABLE),
      }
    end
  end
  if fields.permissions then
    return permissions.check(fields.permissions)
  end
  return true
end

---Returns which of `fields` differ from the user as it is; permissions come merged and whole.
---
---A password cannot be read, so it is never among them.
---
---```lua
---local ana = ghl.users.get("ana")
---local differing = user_fields.changes(ana, { firstName = ana.firstName, phone = "+351 1" })
---assert(differing.phone == "+351 1" and differing.firstName == nil)
---```
---@param user table
---@param fields table
---@return table
function M.changes(user, fields)
  local differing = {}
  for name, wanted in pairs(fields) do
    local is = M.read(user, name)
    if name ~= "password" and not same(name, is, present(wanted)) then
      differing[name] = name == "permissions" and merged(is, wanted) or wanted
    end
  end
  return differing
end

---Writes what differs.
---
---```lua
---local _, outcome = user_fields.apply(ghl.users.get("ana"), { role = "user" })
---assert(outcome == "unchanged")
---```
---@param user table as the service has it now
---@param fields table
---@return table user
---@return "updated"|"unchanged" outcome
function M.apply(user, fields)
  local differing = M.changes(user, fields)
  if next(differing) == nil then
    return user, "unchanged"
  end
  return ghl.users.update(user.id, differing), "updated"
end

return M
