-- Text. Upper and lower case are those of ASCII; other letters stay as they are.

local M = {}

---Removes white space at both ends.
---
---```lua
---assert(text.trim("  Ana Lee \n") == "Ana Lee")
---```
---@param value string
---@return string
function M.trim(value)
  return (value:match("^%s*(.*%S)") or "")
end

---Splits at each separator, which is taken literally; an empty text gives no parts.
---
---```lua
---local parts = text.split("Berlin; Lisbon", ";", { trim = true })
---assert(#parts == 2 and parts[2] == "Lisbon")
---```
---@param value string
---@param separator string
---@param options? { trim: boolean } white space around the parts is removed, empty parts left out
---@return string[]
function M.split(value, separator, options)
  if separator == "" then
    error("text.split needs a separator of at least one character", 2)
  end
  local parts, from = {}, 1
  while value ~= "" do
    local first, last = value:find(separator, from, true)
    local part = value:sub(from, (first or 0) - 1)
    if options and options.trim then
      part = M.trim(part)
    end
    if part ~= "" or not (options and options.trim) then
      parts[#parts + 1] = part
    end
    if not first then
      break
    end
    from = last + 1
  end
  return parts
end

---Tells whether a text begins with another.
---
---```lua
---assert(text.starts_with("payments/orders.readonly", "payments/"))
---```
---@param value string
---@param start string
---@return boolean
function M.starts_with(value, start)
  return value:sub(1, #start) == start
end

---Tells whether a text ends with another.
---
---```lua
---assert(text.ends_with("contacts.write", ".write"))
---```
---@param value string
---@param ending string
---@return boolean
function M.ends_with(value, ending)
  return #ending == 0 or (#value >= #ending and value:sub(-#ending) == ending)
end

---Writes each word with a capital first and small letters after it.
---
---```lua
---assert(text.title_case("ana MARIA o'neil-smith") == "Ana Maria O'neil-Smith")
---```
---@param value string
---@return string
function M.title_case(value)
  return (value:gsub("([%a\128-\255])([%w'\128-\255]*)", function(first, rest)
    return first:upper() .. rest:lower()
  end))
end

---Tells whether a text looks like an e-mail address: one `@`, a name before, a domain after.
---
---```lua
---assert(text.is_email("ana@acme.test"))
---assert(not text.is_email("ana@acme"))
---```
---@param value string
---@return boolean
function M.is_email(value)
  local name, domain = value:match("^([^%s@]+)@([^%s@]+)$")
  return name ~= nil and domain:find("^[^.].*%.[^.]+$") ~= nil
    and not domain:find("..", 1, true)
end

---Writes an e-mail address the way addresses are compared: trimmed, in small letters.
---
---```lua
---assert(text.normalise_email(" Ana@Acme.TEST ") == "ana@acme.test")
---```
---@param value string
---@return string|nil email
---@return { kind: string, message: string }|nil problem
function M.normalise_email(value)
  local email = M.trim(value):lower()
  if not M.is_email(email) then
    return nil, { kind = "not-an-email", message = ('"%s" is not an e-mail'):format(value) }
  end
  return email
end

---Writes a text with small letters, digits and single dashes only, as in a file's name.
---
---```lua
---assert(text.slug("Berlin, Mitte (2)") == "berlin-mitte-2")
---```
---@param value string
---@return string
function M.slug(value)
  local dashed = value:lower():gsub("[^%w]+", "-")
  return (dashed:gsub("^%-", ""):gsub("%-$", ""))
end

---Fills a text with blanks up to a width in characters: `left`, `right` or `centre` says where the
---text stands.
---
---```lua
---assert(text.pad("Zoë", 5) .. "|" == "Zoë  |")
---assert(text.pad("7", 3, "right") == "  7")
---```
---@param value string
---@param width integer
---@param side? "left"|"right"|"centre"
---@return string
function M.pad(value, width, side)
  local missing = math.max(width - (utf8.len(value) or #value), 0)
  if side == "right" then
    return (" "):rep(missing) .. value
  elseif side == "centre" then
    local left = missing // 2
    return (" "):rep(left) .. value .. (" "):rep(missing - left)
  elseif side == nil or side == "left" then
    return value .. (" "):rep(missing)
  end
  error('text.pad takes "left", "right" or "centre", not ' .. tostring(side), 2)
end

---Returns the lines of a text, without their ends (`\n`, `\r\n`).
---
---```lua
---local lines = text.lines("one\r\ntwo\n\nfour")
---assert(#lines == 4 and lines[1] == "one" and lines[3] == "")
---```
---@param value string
---@return string[]
function M.lines(value)
  local found = {}
  if value == "" then
    return found
  end
  for line in (value:gsub("\n$", "") .. "\n"):gmatch("([^\n]*)\n") do
    found[#found + 1] = (line:gsub("\r$", ""))
  end
  return found
end

return M
