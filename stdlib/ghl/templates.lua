-- Access templates: what some role may do, written once as JSON or taken from a person, and held
-- against people.

local access = require "ghl.access"
local json = require "json"
local nearest = require "ghl.nearest"
local permissions = require "ghl.permissions"
local resolve = require "ghl.resolve"
local scopes = require "ghl.scopes"
local user_fields = require "ghl.user_fields"

---@class ghl.Template
---@field scopes? string[] exactly these; absent: not looked at
---@field scopesAssignedToOnly? string[] likewise
---@field permissions? ghl.Permissions these flags; the others are not looked at
---@field role? "admin"|"user"

local M = {}

local FIELDS = { "scopes", "scopesAssignedToOnly", "permissions", "role" }
local SCOPE_FIELDS = { "scopes", "scopesAssignedToOnly" }
local IS_FIELD = {}
for _, field in ipairs(FIELDS) do
  IS_FIELD[field] = true
end

local function problem(message, hint)
  return nil, { kind = "bad-template", message = message, hint = hint }
end

local function check_scopes(field, list)
  if list == nil then
    return true
  elseif type(list) ~= "table" or (next(list) ~= nil and #list == 0) then
    return problem(('"%s" of the template is a list'):format(field))
  end
  for _, scope in ipairs(list) do
    if not scopes.known(scope) then
      return problem(('the template names a scope "%s" that is not known'):format(tostring(scope)),
        nearest.hint(scope, scopes.all))
    end
  end
  return true
end

---Checks a template: known fields, scopes and flags.
---
---```lua
---assert(templates.check({ scopes = { "contacts.write" } }))
---local ok, wrong = templates.check({ scopes = { "contact.write" } })
---assert(not ok and wrong.hint == "did you mean 'contacts.write'?")
---```
---@param template ghl.Template
---@return boolean|nil ok
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.check(template)
  for field in pairs(template) do
    if not IS_FIELD[field] then
      return problem(('a template has no field "%s"'):format(tostring(field)),
        nearest.hint(field, FIELDS) or "known are " .. table.concat(FIELDS, ", "))
    end
  end
  for _, field in ipairs(SCOPE_FIELDS) do
    local ok, wrong = check_scopes(field, template[field])
    if not ok then
      return nil, wrong
    end
  end
  if template.role ~= nil and template.role ~= "admin" and template.role ~= "user" then
    return problem('"role" of the template is "admin" or "user"')
  end
  return permissions.check(template.permissions or {})
end

---Reads a template from JSON: an object with `scopes`, `scopesAssignedToOnly`, `permissions`,
---`role`, each optional.
---
---```lua
---local template = templates.decode('{"permissions": {"tagsEnabled": true}}')
---assert(template.permissions.tagsEnabled)
---```
---@param text string
---@return ghl.Template|nil template
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.decode(text)
  local template, wrong = json.decode(text)
  if template == nil then
    return nil, wrong
  elseif type(template) ~= "table" or #template > 0 then
    return problem("a template is a JSON object", "write {\"scopes\": […], \"permissions\": {…}}")
  end
  local ok
  ok, wrong = M.check(template)
  if not ok then
    return nil, wrong
  end
  return template
end

---Returns what a user may do as a template that names every known flag.
---
---```lua
---local template = templates.of("ana")
---assert(template.permissions.contactsEnabled and template.permissions.tagsEnabled == false)
---```
---@param user table|string record, id, e-mail or full name
---@return ghl.Template
function M.of(user)
  local template = access.access_of(user)
  for _, flag in ipairs(permissions.all) do
    template.permissions[flag] = template.permissions[flag] == true
  end
  return template
end

local function joined(list)
  return #list == 0 and "nothing" or table.concat(list, ", ")
end

---Returns where a user differs from a template, a sentence a field and flag, in a stable order.
---
---```lua
---local ana = ghl.users.get("ana")
---local found = templates.differences(ana, { permissions = { contactsEnabled = false } })
---assert(found[1].field == "permissions.contactsEnabled" and found[1].is and not found[1].wanted)
---```
---@param user table
---@param template ghl.Template
---@return { field: string, is: any, wanted: any, text: string }[]
function M.differences(user, template)
  local found = {}
  for _, field in ipairs(SCOPE_FIELDS) do
    if template[field] then
      local is = user_fields.read(user, field) or {}
      local change = scopes.diff(is, template[field])
      if #change.added + #change.removed > 0 then
        found[#found + 1] = {
          field = field, is = is, wanted = template[field],
          text = ("%s: lacks %s; has too much: %s")
            :format(field, joined(change.added), joined(change.removed)),
        }
      end
    end
  end
  local flags = user_fields.read(user, "permissions") or {}
  for _, flag in ipairs(permissions.all) do
    local wanted = (template.permissions or {})[flag]
    local is = flags[flag] == true
    if wanted ~= nil and is ~= wanted then
      found[#found + 1] = {
        field = "permissions." .. flag, is = is, wanted = wanted,
        text = ("%s is %s"):format(flag, is and "on" or "off"),
      }
    end
  end
  local role = user_fields.read(user, "role")
  if template.role and role ~= template.role then
    found[#found + 1] = {
      field = "role", is = role, wanted = template.role,
      text = ("role is %s"):format(tostring(role)),
    }
  end
  return found
end

---Gives a user what the template says; what it does not name stays as it is.
---
---```lua
---local bob, outcome = templates.apply("bob", { scopes = { "contacts.write" } })
---assert(outcome == "updated" and bob.scopes[1] == "contacts.write")
---```
---@param user table|string record, id, e-mail or full name
---@param template ghl.Template
---@return table user
---@return "updated"|"unchanged" outcome
function M.apply(user, template)
  local ok, wrong = M.check(template)
  if not ok then
    error(nearest.sentence(wrong), 2)
  end
  return user_fields.apply(resolve.fresh_user(user, 2), template)
end

return M
