-- `os.time` and `os.date` on the run's frozen clock, always in UTC: a plan must not depend on when
-- or where it is made.

local calendar = require "ghl.calendar"
local host = require "ghl.host"

local M = {}

local MONTHS = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
}
local DAYS = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }

local function parts(seconds)
  local days = seconds // 86400
  local within = seconds - days * 86400
  local year, month, day = calendar.civil(days)
  return {
    year = year, month = month, day = day, hour = within // 3600, min = within // 60 % 60,
    sec = within % 60, wday = (days + 4) % 7 + 1, isdst = false,
    yday = days - calendar.day_number(year, 1, 1) + 1,
  }
end

local FORMATS = {
  Y = function(t) return ("%04d"):format(t.year) end,
  m = function(t) return ("%02d"):format(t.month) end,
  d = function(t) return ("%02d"):format(t.day) end,
  H = function(t) return ("%02d"):format(t.hour) end,
  M = function(t) return ("%02d"):format(t.min) end,
  S = function(t) return ("%02d"):format(t.sec) end,
  j = function(t) return ("%03d"):format(t.yday) end,
  y = function(t) return ("%02d"):format(t.year % 100) end,
  A = function(t) return DAYS[t.wday] end,
  a = function(t) return DAYS[t.wday]:sub(1, 3) end,
  B = function(t) return MONTHS[t.month] end,
  b = function(t) return MONTHS[t.month]:sub(1, 3) end,
  Z = function() return "UTC" end,
  z = function() return "+0000" end,
  ["%"] = function() return "%" end,
}

---Seconds since 1970-01-01T00:00:00Z: of the run's moment, or of a table's fields.
---@param fields? table year, month, day, and optionally hour (12), min and sec
---@return integer
function M.time(fields)
  if fields == nil then
    return host.clock()
  end
  for _, name in ipairs { "year", "month", "day" } do
    if math.type(fields[name]) ~= "integer" then
      error(("os.time: field '%s' is missing"):format(name), 2)
    end
  end
  local month = fields.month - 1
  local days = calendar.day_number(fields.year + month // 12, month % 12 + 1, 1)
  return (days + fields.day - 1) * 86400 + (fields.hour or 12) * 3600 + (fields.min or 0) * 60
    + (fields.sec or 0)
end

---A moment as text, or as a table for the format `*t`.
---@param format? string `%Y %m %d %H %M %S %j %y %A %a %B %b %Z %z %%`; a leading `!` is ignored
---@param seconds? integer without it, the run's moment
---@return string|table
function M.date(format, seconds)
  local fields = parts(math.floor(seconds or host.clock()))
  format = (format or "%Y-%m-%d %H:%M:%S"):gsub("^!", "")
  if format == "*t" then
    return fields
  end
  return (format:gsub("%%(.?)", function(letter)
    local write = FORMATS[letter]
    if not write then
      error(("os.date: '%%%s' is not known"):format(letter), 3)
    end
    return write(fields)
  end))
end

---Processor time does not exist for a recipe; always 0.
---@return number
function M.clock()
  return 0.0
end

return M
