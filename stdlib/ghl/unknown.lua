-- What is said of a name that is not there.

local nearest = require "ghl.nearest"

-- What a recipe's file sees while only its header is read.
local PURE = {
  "assert", "error", "getmetatable", "ipairs", "next", "null", "pairs", "pcall", "rawequal",
  "rawget", "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "xpcall",
  "_VERSION", "string", "table", "math", "utf8",
}
-- What it sees besides in `run`; in the header these names are known but not there.
local WHILE_RUNNING = {
  "ghl", "require", "print", "log", "os", "load", "coroutine", "collectgarbage", "args",
}

local M = {}

local function with_hint(text, name, names)
  local hint = nearest.hint(name, names)
  return hint and text .. "; " .. hint or text
end

---An unknown global of a recipe's file.
---@param name string
---@param running boolean
---@return string
function M.global(name, running)
  local names = { "recipe", "p", "test" }
  for _, known in ipairs(PURE) do
    names[#names + 1] = known
  end
  for _, known in ipairs(WHILE_RUNNING) do
    if name == known and not running then
      return ("'%s' is not there while the header is read; use it inside run"):format(name)
    end
    names[#names + 1] = known
  end
  return with_hint(("there is no global '%s'"):format(name), name, names)
end

---An unknown field of a table of the host's.
---@param key any
---@param fields table
---@param name string what the table is called
---@return string
function M.field(key, fields, name)
  local names = {}
  for known in pairs(fields) do
    names[#names + 1] = known
  end
  return with_hint(("%s.%s does not exist"):format(name, tostring(key)), tostring(key), names)
end

return M
