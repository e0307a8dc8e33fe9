-- The Gregorian calendar as whole numbers: what `date` and the run's clock count with.

local M = {}

---Days since 1970-01-01. Years run from March here, so that the leap day is the last of its year.
---@param year integer
---@param month integer 1 to 12
---@param day integer may lie outside of the month
---@return integer
function M.day_number(year, month, day)
  local y = month <= 2 and year - 1 or year
  local m = (month + 9) % 12
  return 365 * y + y // 4 - y // 100 + y // 400 + (153 * m + 2) // 5 + day - 1 - 719468
end

---The date of a day number: the reverse of `day_number`.
---@param number integer
---@return integer year
---@return integer month
---@return integer day
function M.civil(number)
  local z = number + 719468
  local era = z // 146097
  local rest = z - era * 146097
  local y = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
  local in_year = rest - (365 * y + y // 4 - y // 100)
  local m = (5 * in_year + 2) // 153
  local month = m < 10 and m + 3 or m - 9
  return y + era * 400 + (month <= 2 and 1 or 0), month, in_year - (153 * m + 2) // 5 + 1
end

return M
