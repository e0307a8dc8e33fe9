-- Everyday work with users, safe to repeat: each function re-reads, merges, and writes only what
-- differs. A user is given as a record, id, e-mail or full name, a location as a record, id or
-- name.

local access = require "ghl.access"
local host = require "ghl.host"
local nearest = require "ghl.nearest"
local places = require "ghl.places"
local resolve = require "ghl.resolve"
local user_fields = require "ghl.user_fields"

local M = {
  access_of = access.access_of,
  add_locations = places.add_locations,
  changes = user_fields.changes,
  clone_access = access.clone_access,
  disable = access.disable,
  is_admin = access.is_admin,
  is_agency_admin = access.is_agency_admin,
  move = places.move,
  remove_locations = places.remove_locations,
  set_permissions = access.set_permissions,
  set_phone = places.set_phone,
}

local function email_of(key)
  local email = type(key) == "table" and key.email or key
  if type(email) ~= "string" or not email:find("^%s*[^%s@]+@[^%s@]+%s*$") then
    error('users.ensure takes an e-mail, as in "ana@acme.test", and the fields', 3)
  end
  return email:match("^%s*(.-)%s*$")
end

local function wanted_fields(fields)
  local ok, problem = user_fields.check(fields)
  if not ok then
    error(nearest.sentence(problem), 3)
  end
  local wanted = {}
  for name, value in pairs(fields) do
    wanted[name] = value
  end
  if fields.locationIds then
    wanted.locationIds = resolve.location_ids(fields.locationIds, 3)
  end
  return wanted
end

-- A search may answer with part of a record; what is missing there would look like a change.
local function whole(user)
  if user.roles and rawget(user, "permissions") then
    return user
  end
  return ghl.users.get(user.id)
end

local function keeping(user, ids)
  local has, all = {}, {}
  for _, list in ipairs({ user_fields.read(user, "locationIds") or {}, ids }) do
    for _, id in ipairs(list) do
      if not has[id] then
        has[id] = true
        all[#all + 1] = id
      end
    end
  end
  return all
end

-- Access copied from another user comes from the service, so its flags need no check.
local function add_access(wanted, copied)
  for _, name in ipairs({ "scopes", "scopesAssignedToOnly" }) do
    wanted[name] = wanted[name] or copied[name]
  end
  local flags = {}
  for _, map in ipairs({ copied.permissions, wanted.permissions or {} }) do
    for flag, value in pairs(map) do
      flags[flag] = value
    end
  end
  wanted.permissions = flags
end

local function create(email, wanted)
  for _, name in ipairs({ "firstName", "lastName", "locationIds" }) do
    if wanted[name] == nil then
      error(("%s is new, and a new user needs %s"):format(email, name), 3)
    end
  end
  wanted.email = email
  wanted.type = wanted.type or "account"
  wanted.role = wanted.role or "user"
  wanted.password = wanted.password or host.password()
  return ghl.users.create(wanted), "created"
end

---Returns the user with this id, e-mail or full name, or nil; a record is returned as it is.
---
---Raises an error that names the candidates when several users have that name.
---
---```lua
---assert(users.find("ana@acme.test").id == "ana")
---assert(users.find("nobody@acme.test") == nil)
---```
---@param ref table|string
---@return table|nil user
function M.find(ref)
  if type(ref) == "table" and type(ref.id) == "string" then
    return ref
  end
  return ghl.users.find(ref)
end

---Creates the user with this e-mail, or brings what is given up to date.
---
---A new user needs `firstName`, `lastName` and `locationIds`; without them `type` is `account`,
---`role` is `user`, and `password` is random, strong and shown nowhere. Of an existing user the
---password is never changed, and permissions are merged. `locationIds` takes records, ids or names.
---
---```lua
---local dee, outcome = users.ensure("dee@acme.test", {
---  firstName = "Dee", lastName = "Dale", locationIds = { "Lisbon" },
---})
---assert(outcome == "created" and dee.firstName == "Dee")
---local _, again = users.ensure("dee@acme.test", { firstName = "Dee" })
---assert(again == "unchanged")
---```
---@param key string|{ email: string }
---@param fields table
---@param options? { keep_locations: boolean, access: table } with `keep_locations` an existing user
---  keeps the locations not given; `access` is what `users.access_of` gave, behind `fields`
---@return table user
---@return "created"|"updated"|"unchanged" outcome
function M.ensure(key, fields, options)
  local email = email_of(key)
  local wanted = wanted_fields(fields or {})
  options = options or {}
  if options.access then
    add_access(wanted, options.access)
  end
  local found = ghl.users.find(email)
  if not found then
    local user, outcome = create(email, wanted)
    return user, outcome
  end
  found = whole(found)
  if wanted.locationIds and options.keep_locations then
    wanted.locationIds = keeping(found, wanted.locationIds)
  end
  return user_fields.apply(found, wanted)
end

---Tells whether a deleted user is gone, by looking once.
---
---The service deletes in the background: applying a plan follows the delete until the user is
---gone. In the plan a deleted user is gone at once, so there this is true.
---
---```lua
---ghl.users.delete("bob")
---assert(users.wait_deleted("bob"))
---```
---@param user table|string record or id
---@return boolean gone
function M.wait_deleted(user)
  local ok, answer = pcall(ghl.users.get, type(user) == "table" and user.id or user)
  if ok then
    return answer.deleted == true
  elseif type(answer) ~= "string" and answer.kind == "not-found" then
    return true
  end
  error(answer, 0)
end

return M
