-- What happens to one person of a roster, in words and in deed. For `sync-roster`.

local access = require "ghl.access"
local places = require "ghl.places"
local resolve = require "ghl.resolve"
local tablex = require "tablex"
local user_fields = require "ghl.user_fields"

local M = {}

local function place_name(id)
  local ok, location = pcall(resolve.location, id)
  return ok and location.name or id
end

local function place_names(ids)
  return table.concat(tablex.map(ids, place_name), ", ")
end

local function missing_from(ids, others)
  local has, missing = {}, {}
  for _, id in ipairs(others) do
    has[id] = true
  end
  for _, id in ipairs(ids) do
    if not has[id] then
      missing[#missing + 1] = id
    end
  end
  return missing
end

local function moves(user, ids)
  local is, said = user_fields.read(user, "locationIds") or {}, {}
  for _, part in ipairs({ { "leaves", missing_from(is, ids) },
      { "starts at", missing_from(ids, is) } }) do
    if #part[2] > 0 then
      said[#said + 1] = part[1] .. " " .. place_names(part[2])
    end
  end
  return table.concat(said, "; ")
end

---Says what would change of a person, `leaves Berlin; starts at Lisbon`.
---
---```lua
---local ana = ghl.users.get("ana")
---assert(roster.changes(ana, { locationIds = { "par", "lis" }, lastName = "Roth" })
---  == "is now Ana Roth; leaves Berlin; starts at Lisbon")
---```
---@param user table as the service has it
---@param fields table what the row says; `locationIds` may hold records, ids or names
---@return string text empty when nothing would change
function M.changes(user, fields)
  local wanted = tablex.merge({}, fields)
  wanted.locationIds = fields.locationIds and resolve.location_ids(fields.locationIds, 2)
  local differing = user_fields.changes(user, wanted)
  local said = {}
  if differing.firstName or differing.lastName then
    said[#said + 1] = ("is now %s %s"):format(wanted.firstName or user.firstName,
      wanted.lastName or user.lastName)
  end
  if differing.locationIds then
    said[#said + 1] = moves(user, wanted.locationIds)
  end
  if differing.phone then
    said[#said + 1] = "phone " .. differing.phone
  end
  if differing.role then
    said[#said + 1] = "is now " .. differing.role
  end
  return table.concat(said, "; ")
end

---Says who is new and where: `new: Dee Dale at Berlin`.
---
---```lua
---assert(roster.arrival({ firstName = "Dee", lastName = "Dale", locationIds = { "ber" } })
---  == "new: Dee Dale at Berlin")
---```
---@param fields table
---@return string text
function M.arrival(fields)
  return ("new: %s %s at %s"):format(fields.firstName, fields.lastName,
    place_names(resolve.location_ids(fields.locationIds, 2)))
end

---Finds the account that somebody had under another address.
---
---```lua
---assert(roster.former_account("bob@acme.test", "rob@acme.test", {}).id == "bob")
---local none, problem = roster.former_account("cleo@acme.test", "c@acme.test", {})
---assert(none == nil and problem:find("is an agency admin", 1, true))
---```
---@param former? string the address until now
---@param email string the address from now on
---@param listed table<string, boolean> the addresses on the list
---@return table|nil user
---@return string|nil problem why their old account is left alone
function M.former_account(former, email, listed)
  former = former and former:lower()
  if not former or former == email then
    return nil
  elseif listed[former] then
    return nil, former .. " is on the list itself, so it is nobody's former address"
  end
  local account = ghl.users.find(former)
  if account and access.is_agency_admin(account) then
    return nil, former .. " is an agency admin; move their access by hand"
  end
  return account
end

---Does with somebody who is not on the list what `mode` says, and says so.
---
---```lua
---assert(roster.leave(ghl.users.get("bob"), "delete") == "left: deleted")
---```
---@param user table
---@param mode "report"|"off"|"delete"
---@param only? table a location: who is at others too only leaves this one
---@return string text
function M.leave(user, mode, only)
  local ids = user_fields.read(user, "locationIds") or {}
  local elsewhere = only and missing_from(ids, { only.id }) or {}
  if mode == "report" then
    return "left: not on the list"
  elseif only and #elsewhere > 0 then
    places.remove_locations(user, only)
    return ("left %s: stays at %s"):format(only.name, place_names(elsewhere))
  elseif mode == "off" then
    local _, outcome = access.disable(user)
    return outcome == "updated" and "left: switched off" or "left: off already"
  end
  ghl.users.delete(user.id)
  return "left: deleted"
end

return M
