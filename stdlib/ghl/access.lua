-- What a user may do: permissions and scopes. Part of `ghl.users`.

local nearest = require "ghl.nearest"
local permissions = require "ghl.permissions"
local resolve = require "ghl.resolve"
local user_fields = require "ghl.user_fields"

local M = {}

---Switches some permissions on or off and leaves the others as they are.
---
---The service may reset flags which are left out, so the whole set is read, merged and sent.
---
---```lua
---local ana = users.set_permissions("ana", { tagsEnabled = true })
---assert(ana.permissions.tagsEnabled and ana.permissions.contactsEnabled)
---```
---@param user table|string record, id, e-mail or full name
---@param flags ghl.Permissions
---@return table user
---@return "updated"|"unchanged" outcome
function M.set_permissions(user, flags)
  if type(flags) ~= "table" then
    error("users.set_permissions takes a user and { flag = true or false, … }", 2)
  end
  user = resolve.fresh_user(user, 2)
  local ok, problem = permissions.check(flags, user_fields.read(user, "permissions"))
  if not ok then
    error(nearest.sentence(problem), 2)
  end
  return user_fields.apply(user, { permissions = flags })
end

---Switches everything off: no scope, no permission. The account and its locations stay.
---
---```lua
---local ana = users.disable("ana")
---assert(#ana.scopes == 0 and ana.permissions.contactsEnabled == false)
---```
---@param user table|string record, id, e-mail or full name
---@return table user
---@return "updated"|"unchanged" outcome
function M.disable(user)
  user = resolve.fresh_user(user, 2)
  return user_fields.apply(user, {
    scopes = {},
    scopesAssignedToOnly = {},
    permissions = permissions.all_off(user_fields.read(user, "permissions")),
  })
end

---Returns what a user may do, as fields that can be given to another one.
---
---```lua
---local access = users.access_of("ana")
---assert(access.scopes[1] == "contacts.write" and access.permissions.contactsEnabled)
---```
---@param user table|string record, id, e-mail or full name
---@return { scopes: string[], scopesAssignedToOnly: string[], permissions: ghl.Permissions }
function M.access_of(user)
  user = resolve.fresh_user(user, 2)
  local access = { permissions = {} }
  for _, field in ipairs({ "scopes", "scopesAssignedToOnly" }) do
    local scopes = user_fields.read(user, field) or {}
    access[field] = table.move(scopes, 1, #scopes, 1, {})
  end
  for flag, value in pairs(user_fields.read(user, "permissions") or {}) do
    access.permissions[flag] = value
  end
  return access
end

---Gives `to` the scopes and permissions of `from`, and takes away what `from` does not have.
---
---Role, type and locations stay as they are.
---
---```lua
---local bob = users.clone_access("ana", "bob")
---assert(bob.scopes[1] == "contacts.write" and bob.permissions.contactsEnabled)
---```
---@param from table|string record, id, e-mail or full name
---@param to table|string record, id, e-mail or full name
---@return table to
---@return "updated"|"unchanged" outcome
function M.clone_access(from, to)
  from = resolve.user(from, 2)
  to = resolve.fresh_user(to, 2)
  local access = M.access_of(from)
  for flag in pairs(user_fields.read(to, "permissions") or {}) do
    if access.permissions[flag] == nil then
      access.permissions[flag] = false
    end
  end
  return user_fields.apply(to, access)
end

-- The service has two roles of admins, and `agency_admin` is one that only an agency has.
local ADMIN = { admin = true, agency_admin = true }

---Tells whether a user is an admin, of the agency or of locations.
---
---```lua
---assert(users.is_admin("cleo") and not users.is_admin("ana"))
---```
---@param user table|string record, id, e-mail or full name
---@return boolean
function M.is_admin(user)
  return ADMIN[user_fields.read(resolve.user(user, 2), "role")] == true
end

---Tells whether a user is an admin of the whole agency: whom no list should switch off.
---
---```lua
---assert(users.is_agency_admin("cleo") and not users.is_agency_admin("ana"))
---```
---@param user table|string record, id, e-mail or full name
---@return boolean
function M.is_agency_admin(user)
  user = resolve.user(user, 2)
  return user_fields.read(user, "type") == "agency"
    and ADMIN[user_fields.read(user, "role")] == true
end

return M
