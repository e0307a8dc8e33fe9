-- Where a user works: locations and the phone number at each. Part of `ghl.users`.

local resolve = require "ghl.resolve"
local user_fields = require "ghl.user_fields"

local M = {}

local function called(record)
  return record.email or record.name or record.id
end

local function index_of(list, value)
  for index, item in ipairs(list) do
    if item == value then
      return index
    end
  end
end

local function location_ids(user)
  local ids = user_fields.read(user, "locationIds") or {}
  return table.move(ids, 1, #ids, 1, {})
end

local function swapped(user, from, to, level)
  local ids = location_ids(user)
  local at, there = index_of(ids, from.id), index_of(ids, to.id)
  if not at then
    if not there then
      error(("%s is not at %s"):format(called(user), called(from)), level + 1)
    end
  elseif from.id ~= to.id then
    if there then
      table.remove(ids, at)
    else
      ids[at] = to.id
    end
  end
  return ids
end

---Moves a user to a location, out of `from` only, or out of all others without it.
---
---The new location takes the old one's place in the list. Who has left `from` already and is at
---`to` stays as they are.
---
---```lua
---local ana = users.move("ana@acme.test", { from = "Berlin", to = "Lisbon" })
---assert(table.concat(ana.roles.locationIds, " ") == "lis par")
---```
---@param user table|string record, id, e-mail or full name
---@param route { to: table|string, from: table|string|nil } locations: record, id or name
---@return table user
---@return "updated"|"unchanged" outcome
function M.move(user, route)
  if type(route) ~= "table" or not route.to then
    error("users.move takes a user and { to = …, from = … }", 2)
  end
  local to = resolve.location(route.to, 2)
  local from = route.from and resolve.location(route.from, 2)
  user = resolve.fresh_user(user, 2)
  local ids = from and swapped(user, from, to, 2) or { to.id }
  return user_fields.apply(user, { locationIds = ids })
end

---Adds a user to one or more locations, after those they have.
---
---```lua
---local ana = users.add_locations("ana", { "Lisbon" })
---assert(table.concat(ana.roles.locationIds, " ") == "ber par lis")
---```
---@param user table|string record, id, e-mail or full name
---@param locations table|string one or a list: record, id or name
---@return table user
---@return "updated"|"unchanged" outcome
function M.add_locations(user, locations)
  local added = resolve.location_ids(locations, 2)
  user = resolve.fresh_user(user, 2)
  local ids = location_ids(user)
  for _, id in ipairs(added) do
    if not index_of(ids, id) then
      ids[#ids + 1] = id
    end
  end
  return user_fields.apply(user, { locationIds = ids })
end

---Takes a user out of one or more locations; refuses to take the last one unless told to.
---
---```lua
---local ana = users.remove_locations("ana", "Berlin")
---assert(table.concat(ana.roles.locationIds, " ") == "par")
---assert(not pcall(users.remove_locations, "ana", { "ber", "par" }))
---```
---@param user table|string record, id, e-mail or full name
---@param locations table|string one or a list: record, id or name
---@param options? { allow_none: boolean }
---@return table user
---@return "updated"|"unchanged" outcome
function M.remove_locations(user, locations, options)
  local removed = resolve.location_ids(locations, 2)
  user = resolve.fresh_user(user, 2)
  local has, left = location_ids(user), {}
  for _, id in ipairs(has) do
    if not index_of(removed, id) then
      left[#left + 1] = id
    end
  end
  if #left == 0 and #has > 0 and not (options and options.allow_none) then
    error(("this would leave %s without a location; set allow_none if that is meant")
      :format(called(user)), 2)
  end
  return user_fields.apply(user, { locationIds = left })
end

---Sets a user's phone number at one location, keeping the numbers at the others.
---
---```lua
---local ana = users.set_phone("ana", "Berlin", "+49 30 1234567")
---assert(ana.lcPhone.ber == "+49301234567")
---```
---@param user table|string record, id, e-mail or full name
---@param location table|string record, id or name
---@param number? string with its country code, `+49…`; nil takes the number away
---@return table user
---@return "updated"|"unchanged" outcome
function M.set_phone(user, location, number)
  if number ~= nil then
    number = tostring(number):gsub("[%s().-]", "")
    if not number:find("^%+%d%d%d%d%d%d%d+$") or #number > 16 then
      error('a phone number is written with its country code, as in "+49 30 1234567"', 2)
    end
  end
  local at = resolve.location(location, 2).id
  user = resolve.fresh_user(user, 2)
  local numbers = {}
  for id, other in pairs(user_fields.read(user, "twilioPhone") or {}) do
    numbers[id] = other
  end
  numbers[at] = number
  return user_fields.apply(user, { twilioPhone = numbers })
end

return M
