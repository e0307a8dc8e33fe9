-- Calendar dates (`2026-03-31`) and instants (`2026-03-31T08:30:00Z`), in UTC, by whole numbers.

local calendar = require "ghl.calendar"

local M = {}

local SECONDS_A_DAY = 86400
local WEEKDAYS = {
  "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
}
local MONTH_LENGTHS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

---@class date.Parts
---@field year integer
---@field month integer 1 to 12
---@field day integer 1 to 31
---@field hour integer|nil nil in a date without a time
---@field minute integer|nil
---@field second integer|nil

local function is_leap(year)
  return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local function month_length(year, month)
  return month == 2 and is_leap(year) and 29 or MONTH_LENGTHS[month]
end

local function problem(text)
  return nil, {
    kind = "invalid-date",
    message = ('"%s" is not a date'):format(tostring(text)),
    hint = "write 2026-03-31 or 2026-03-31T08:30:00Z",
  }
end

local function offset_seconds(zone)
  if zone == "Z" or zone == "z" then
    return 0
  end
  local sign, hours, minutes = zone:match("^([+-])(%d%d):?(%d%d)$")
  if not sign or tonumber(hours) > 23 or tonumber(minutes) > 59 then
    return nil
  end
  local seconds = tonumber(hours) * 3600 + tonumber(minutes) * 60
  return sign == "-" and -seconds or seconds
end

local function from_seconds(seconds)
  local year, month, day = calendar.civil(seconds // SECONDS_A_DAY)
  local rest = seconds % SECONDS_A_DAY
  return {
    year = year, month = month, day = day,
    hour = rest // 3600, minute = rest // 60 % 60, second = rest % 60,
  }
end

local function to_seconds(parts)
  return calendar.day_number(parts.year, parts.month, parts.day) * SECONDS_A_DAY
    + (parts.hour or 0) * 3600 + (parts.minute or 0) * 60 + (parts.second or 0)
end

local function parse_time(parts, rest)
  local hour, minute, second, zone = rest:match("^[Tt ](%d%d):(%d%d):(%d%d)%.?%d*(%S+)$")
  local offset = zone and offset_seconds(zone)
  if not offset then
    return nil
  end
  parts.hour, parts.minute = tonumber(hour), tonumber(minute)
  parts.second = tonumber(second)
  if parts.hour > 23 or parts.minute > 59 or parts.second > 59 then
    return nil
  end
  return from_seconds(to_seconds(parts) - offset)
end

---Reads an ISO 8601 date or instant; an instant with an offset is turned to UTC, and fractions of
---a second are dropped.
---
---```lua
---local parts = date.parse("2026-03-31T23:30:00-02:00")
---assert(parts.month == 4 and parts.day == 1 and parts.hour == 1)
---assert(date.parse("2026-02-29") == nil)
---```
---@param text string
---@return date.Parts|nil parts
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.parse(text)
  local year, month, day, rest = tostring(text):match("^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
  if not year then
    return problem(text)
  end
  local parts = {
    year = tonumber(year), month = tonumber(month), day = tonumber(day),
  }
  if parts.month < 1 or parts.month > 12 or parts.day < 1
    or parts.day > month_length(parts.year, parts.month) then
    return problem(text)
  elseif rest == "" then
    return parts
  end
  parts = parse_time(parts, rest)
  if not parts then
    return problem(text)
  end
  return parts
end

local function parsed(text, level)
  local parts, wrong = M.parse(text)
  if not parts then
    error(wrong.message .. "; " .. wrong.hint, level + 1)
  end
  return parts
end

---Writes parts as an ISO 8601 date, or as an instant when they have a time.
---
---```lua
---assert(date.format({ year = 2026, month = 3, day = 1 }) == "2026-03-01")
---assert(date.format(date.parse("2026-03-01T08:05:00Z")) == "2026-03-01T08:05:00Z")
---```
---@param parts date.Parts
---@return string
function M.format(parts)
  local day = ("%04d-%02d-%02d"):format(parts.year, parts.month, parts.day)
  if not parts.hour then
    return day
  end
  return day .. ("T%02d:%02d:%02dZ"):format(parts.hour, parts.minute or 0, parts.second or 0)
end

---Returns the date or instant some days later, or earlier with a negative number.
---
---```lua
---assert(date.add_days("2024-02-28", 2) == "2024-03-01")
---```
---@param text string
---@param days integer
---@return string
function M.add_days(text, days)
  local parts = parsed(text, 2)
  parts.year, parts.month, parts.day =
    calendar.civil(calendar.day_number(parts.year, parts.month, parts.day) + days)
  return M.format(parts)
end

---Returns the date or instant some months later; where the month is too short, its last day.
---
---```lua
---assert(date.add_months("2026-01-31", 1) == "2026-02-28")
---assert(date.add_months("2026-01-15", -1) == "2025-12-15")
---```
---@param text string
---@param months integer
---@return string
function M.add_months(text, months)
  local parts = parsed(text, 2)
  local count = parts.year * 12 + parts.month - 1 + months
  parts.year, parts.month = count // 12, count % 12 + 1
  parts.day = math.min(parts.day, month_length(parts.year, parts.month))
  return M.format(parts)
end

---Returns how many days `to` is after `from`, by the calendar; times of day do not count.
---
---```lua
---assert(date.diff_days("2026-02-27", "2026-03-01") == 2)
---```
---@param from string
---@param to string
---@return integer
function M.diff_days(from, to)
  local a, b = parsed(from, 2), parsed(to, 2)
  return calendar.day_number(b.year, b.month, b.day) - calendar.day_number(a.year, a.month, a.day)
end

---Returns the day of the week: 1 for Monday to 7 for Sunday, and its English name.
---
---```lua
---local number, name = date.weekday("2026-03-31")
---assert(number == 2 and name == "Tuesday")
---```
---@param text string
---@return integer number
---@return string name
function M.weekday(text)
  local parts = parsed(text, 2)
  local number = (calendar.day_number(parts.year, parts.month, parts.day) + 3) % 7 + 1
  return number, WEEKDAYS[number]
end

---Compares two dates or instants: -1 when the first is earlier, 0 when they are the same, else 1.
---
---A date without a time is its midnight.
---
---```lua
---assert(date.compare("2026-03-31", "2026-03-31T00:00:01Z") == -1)
---```
---@param a string
---@param b string
---@return -1|0|1
function M.compare(a, b)
  local first, second = to_seconds(parsed(a, 2)), to_seconds(parsed(b, 2))
  return first < second and -1 or first > second and 1 or 0
end

return M
