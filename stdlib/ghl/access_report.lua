-- Who reaches what: a report for people, as a list, CSV, or one HTML page. For `audit-access`.

local csv = require "csv"
local json = require "json"
local page = require "ghl.access_page"
local permissions = require "ghl.permissions"
local resolve = require "ghl.resolve"
local tablex = require "tablex"
local user_fields = require "ghl.user_fields"

---@class ghl.AccessEntry
---@field email string
---@field name string
---@field type string
---@field role string
---@field locations string[] names, sorted; `every location` for an agency user without any
---@field permissions string[] the groups of which any flag is on, sorted
---@field may string the same in few words, `everything but settings`
---@field scopes integer how many scopes they have
---@field allowed boolean whether they have any scope or permission

local EVERYWHERE = "every location"
local COLUMNS = { "email", "name", "type", "role", "location", "scopes", "permissions" }

local group_of = {}
for group, flags in pairs(permissions.groups) do
  for _, flag in ipairs(flags) do
    group_of[flag] = group
  end
end
local is_restriction = {}
for _, flag in ipairs(permissions.restrictions) do
  is_restriction[flag] = true
end

local M = {}
local Report = {}
Report.__index = Report

local function location_name(id)
  local ok, location = pcall(resolve.location, id)
  return ok and location.name or id
end

local function location_names(user)
  local ids = user_fields.read(user, "locationIds") or {}
  if #ids == 0 and user_fields.read(user, "type") == "agency" then
    return { EVERYWHERE }
  end
  return tablex.sorted(tablex.map(ids, location_name))
end

local function groups_on(user)
  local on = {}
  for flag, value in pairs(user_fields.read(user, "permissions") or {}) do
    if value == true and not is_restriction[flag] then
      on[group_of[flag] or flag] = true
    end
  end
  return tablex.sorted(tablex.keys(on))
end

---Returns what the report says of one user; the user's whole record is needed.
---
---```lua
---local entry = access_report.entry(ghl.users.get("ana"))
---assert(entry.locations[1] == "Berlin" and entry.scopes == 2 and entry.allowed)
---```
---@param user table
---@return ghl.AccessEntry
function M.entry(user)
  local groups, scopes = groups_on(user), #(user_fields.read(user, "scopes") or {})
  return {
    email = user.email or user.id,
    name = ("%s %s"):format(user.firstName or "", user.lastName or ""):match("^%s*(.-)%s*$"),
    type = user_fields.read(user, "type") or "",
    role = user_fields.read(user, "role") or "",
    locations = location_names(user),
    permissions = groups,
    may = permissions.in_words(user_fields.read(user, "permissions") or {}),
    scopes = scopes,
    allowed = #groups + scopes > 0,
  }
end

---Returns an empty report.
---
---```lua
---local audit = access_report.new()
---audit:add(access_report.entry(ghl.users.get("bob")))
---assert(audit:as("table").people[1].email == "bob@acme.test")
---```
---@return table report with `add(entry)` and `as(format)`
function M.new()
  return setmetatable({ people = {} }, Report)
end

function Report:add(entry)
  self.people[#self.people + 1] = entry
end

local function by_email(a, b)
  return a.email < b.email
end

local function csv_rows(people)
  local rows = {}
  for _, person in ipairs(people) do
    for _, location in ipairs(#person.locations > 0 and person.locations or { "" }) do
      rows[#rows + 1] = {
        email = person.email, name = person.name, type = person.type, role = person.role,
        location = location, scopes = person.scopes,
        permissions = table.concat(person.permissions, " "),
      }
    end
  end
  return csv.encode(rows, COLUMNS)
end

---@param format "table"|"csv"|"html"
function Report:as(format)
  table.sort(self.people, by_email)
  if format == "csv" then
    return csv_rows(self.people)
  elseif format == "html" then
    return page.render(self.people, EVERYWHERE)
  end
  return {
    people = json.array(self.people),
    -- What a terminal shows of them.
    columns = { "email", "name", "type", "role", "locations", "may", "scopes" },
  }
end

return M
