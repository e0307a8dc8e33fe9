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

local MOST_SHOWN = 10000
local BLOCK = 1000 -- rows of CSV that are made at once

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

-- A person takes one text of some hundred bytes, so that a report of a large company fits into a
-- run's memory. The e-mail comes first: texts sort by it.
local FORM = "zs4s4s4s4s4s4I4"

local function packed(entry)
  return FORM:pack((entry.email:gsub("\0", "")), entry.name, entry.type, entry.role,
    table.concat(entry.locations, "\0"), table.concat(entry.permissions, " "), entry.may,
    entry.scopes)
end

local function split(text, pattern)
  local list = {}
  for part in text:gmatch(pattern) do
    list[#list + 1] = part
  end
  return list
end

local function unpacked(text)
  local email, name, kind, role, locations, groups, may, scopes = FORM:unpack(text)
  return {
    email = email, name = name, type = kind, role = role, may = may, scopes = scopes,
    locations = split(locations, "[^\0]+"), permissions = split(groups, "%S+"),
  }
end

---Returns an empty report.
---
---```lua
---local audit = access_report.new()
---audit:add(access_report.entry(ghl.users.get("bob")))
---assert(audit:as("table").people[1].email == "bob@acme.test")
---```
---@return table report with `add(entry)`, and `as(format)` for its end
function M.new()
  return setmetatable({ people = {} }, Report)
end

function Report:add(entry)
  self.people[#self.people + 1] = packed(entry)
end

local function csv_rows(person, rows)
  for _, location in ipairs(#person.locations > 0 and person.locations or { "" }) do
    rows[#rows + 1] = {
      email = person.email, name = person.name, type = person.type, role = person.role,
      location = location, scopes = person.scopes,
      permissions = table.concat(person.permissions, " "),
    }
  end
end

local function as_csv(people)
  local header = csv.encode({}, COLUMNS)
  local parts, rows = { header }, {}
  for index, text in ipairs(people) do
    csv_rows(unpacked(text), rows)
    people[index] = false
    if #rows >= BLOCK or index == #people then
      parts[#parts + 1] = csv.encode(rows, COLUMNS):sub(#header + 1)
      rows = {}
    end
  end
  return table.concat(parts)
end

-- CSV and the page name everybody, a table has an end; then the second value says so.
---@param format "table"|"csv"|"html"
function Report:as(format)
  local people = self.people
  table.sort(people)
  if format == "csv" then
    return as_csv(people)
  elseif format == "html" then
    return page.render(#people, function(index, is_last)
      local text = people[index]
      people[index] = not is_last and text
      return unpacked(text)
    end, EVERYWHERE)
  end
  local shown = json.array({})
  for index = 1, math.min(#people, MOST_SHOWN) do
    shown[index] = unpacked(people[index])
  end
  local result = {
    people = shown, total = #people,
    -- What a terminal shows of them.
    columns = { "email", "name", "type", "role", "locations", "may", "scopes" },
  }
  return result, #shown < #people and ("%d of %d people are listed; --format csv and "
    .. "--format html name all"):format(#shown, #people) or nil
end

return M
