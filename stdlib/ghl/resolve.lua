-- From what a recipe has in hand (a record, an id, a name) to the record or the id.

local nearest = require "ghl.nearest"

local M = {}

-- A recipe cannot change locations, so one reading serves the whole run.
local by_id, by_name, names, all_read = {}, {}, {}, false

local PAGE = 100

-- What the service may answer when a name is asked for as if it were an id.
local NO_SUCH_ID = { ["not-found"] = true, ["wrong-location"] = true, invalid = true }

local function remember(location)
  by_id[location.id] = location
  return location
end

local function read_all()
  local skip = 0
  repeat
    local page = ghl.locations.search({ skip = skip, limit = PAGE }).locations
    for _, location in ipairs(page) do
      local name = location.name:lower()
      by_name[name] = by_name[name] or {}
      table.insert(by_name[name], remember(location))
      names[#names + 1] = location.name
    end
    skip = skip + #page
  until #page < PAGE
  all_read = true
end

local function get_location(id)
  local ok, answer = pcall(ghl.locations.get, id)
  if ok then
    return remember(answer.location or answer)
  elseif type(answer) == "string" or not NO_SUCH_ID[answer.kind] then
    error(answer, 0)
  end
end

local function location_named(name, level)
  if not all_read then
    read_all()
  end
  local found = by_name[name:lower()] or {}
  if #found == 1 then
    return found[1]
  elseif #found == 0 then
    local hint = nearest.hint(name, names)
    error(nearest.sentence({ message = ('there is no location "%s"'):format(name), hint = hint }),
      level + 1)
  end
  local ids = {}
  for index, location in ipairs(found) do
    ids[index] = location.id
  end
  error(('"%s" is %d locations: %s; give the id'):format(name, #found, table.concat(ids, ", ")),
    level + 1)
end

local function check_text(ref, what, level)
  if type(ref) ~= "string" or not ref:find("%S") then
    error(("%s is wanted, not %s"):format(what, type(ref) == "string" and "an empty text"
      or "a " .. type(ref)), level + 1)
  end
end

---Returns the user that a record, an id, an e-mail or a full name stands for; a record as it is.
---
---```lua
---assert(resolve.user("ana@acme.test").id == "ana")
---```
---@param ref table|string
---@param level? integer whom to blame when there is none, as in `error`
---@return table user
function M.user(ref, level)
  level = (level or 1) + 1
  if type(ref) == "table" and type(ref.id) == "string" then
    return ref
  end
  check_text(ref, "a user (a record, an id, an e-mail or a full name)", level)
  local user = ghl.users.find(ref, level)
  if not user then
    error(('there is no user "%s" (looked for an id, an e-mail or a full name)'):format(ref), level)
  end
  return user
end

---Returns the user as the service has it now, also when a record is given.
---
---```lua
---assert(resolve.fresh_user({ id = "ana" }).email == "ana@acme.test")
---```
---@param ref table|string
---@param level? integer whom to blame when there is none, as in `error`
---@return table user
function M.fresh_user(ref, level)
  return ghl.users.get(M.user(ref, (level or 1) + 1).id)
end

---Returns the location that a record, an id or a name stands for.
---
---```lua
---assert(resolve.location("Lisbon").id == "lis")
---```
---@param ref table|string
---@param level? integer whom to blame when there is none, as in `error`
---@return table location
function M.location(ref, level)
  level = (level or 1) + 1
  if type(ref) == "table" and type(ref.id) == "string" then
    return ref
  end
  check_text(ref, "a location (a record, an id or a name)", level)
  local known = by_id[ref]
  if known then
    return known
  end
  return ref:find("^[%w_.-]+$") and get_location(ref) or location_named(ref, level)
end

---Returns the ids of one location or of a list of them, each once, in order.
---
---```lua
---local ids = resolve.location_ids({ "Lisbon", "ber", "lis" })
---assert(#ids == 2 and ids[1] == "lis" and ids[2] == "ber")
---```
---@param refs table|string
---@param level? integer whom to blame when there is none, as in `error`
---@return string[]
function M.location_ids(refs, level)
  level = (level or 1) + 1
  local list = (type(refs) ~= "table" or refs.id) and { refs } or refs
  local ids, seen = {}, {}
  for _, ref in ipairs(list) do
    local id = M.location(ref, level).id
    if not seen[id] then
      seen[id] = true
      ids[#ids + 1] = id
    end
  end
  return ids
end

return M
