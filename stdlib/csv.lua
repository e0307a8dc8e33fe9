-- CSV (RFC 4180): fields between commas, quoted where needed, the first line names the columns.

local host = require "ghl.host"

local M = {}

local RECORDS = 1000 -- in one call of the host, which takes only so much

---Reads a CSV text into one record a line, keyed by the names in its first line; all are texts.
---
---```lua
---local rows = csv.decode('email,note\nana@acme.test,"Hi, all"\n')
---assert(rows[1].email == "ana@acme.test" and rows[1].note == "Hi, all")
---local nothing, problem = csv.decode('a,b\n"1,2\n')
---assert(nothing == nil and problem.kind == "invalid-csv")
---```
---@param text string
---@return table<string, string>[]|nil rows
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.decode(text)
  if type(text) ~= "string" then
    error("csv.decode takes a text, not a " .. type(text), 2)
  end
  local rows, message = host.csv_decode(text)
  if rows == nil then
    return nil, { kind = "invalid-csv", message = message }
  end
  return rows
end

---Writes records as CSV, with these columns in this order; an absent field is empty.
---
---```lua
---local text = csv.encode({ { email = "ana@acme.test", n = 2 } }, { "email", "n" })
---assert(text == "email,n\nana@acme.test,2\n")
---```
---@param rows table<string, string|number|boolean>[]
---@param columns string[]
---@return string
function M.encode(rows, columns)
  if type(rows) ~= "table" or type(columns) ~= "table" then
    error("csv.encode takes a list of records and a list of column names", 2)
  end
  local header = host.csv_encode({}, columns)
  local parts = { header }
  for first = 1, #rows, RECORDS do
    local some = table.move(rows, first, math.min(first + RECORDS - 1, #rows), 1, {})
    parts[#parts + 1] = host.csv_encode(some, columns):sub(#header + 1)
  end
  return table.concat(parts)
end

return M
