-- JSON, with null kept apart from absent and empty lists apart from empty objects.

local host = require "ghl.host"

local M = {}

---JSON's null, the same value as the global `null`.
M.null = null

---Reads a JSON text.
---
---```lua
---local value = json.decode('{"scopes":[],"phone":null}')
---assert(#value.scopes == 0 and value.phone == json.null)
---local nothing, problem = json.decode("{")
---assert(nothing == nil and problem.kind == "invalid-json")
---```
---@param text string
---@return any|nil value
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.decode(text)
  if type(text) ~= "string" then
    error("json.decode takes a text, not a " .. type(text), 2)
  end
  local value, message = host.json_decode(text)
  if value == nil then
    return nil, { kind = "invalid-json", message = message }
  end
  return value
end

---Writes a value as JSON, keys sorted.
---
---An empty table is an object unless it came from `json.array` or was read as a list. A function, a
---cycle, or a list with holes raises an error that names the path.
---
---```lua
---assert(json.encode({ a = 1, list = json.array({}) }) == '{"a":1,"list":[]}')
---```
---@param value any
---@param options? { pretty: boolean } indented, for people
---@return string
function M.encode(value, options)
  return host.json_encode(value, options ~= nil and options.pretty == true)
end

---Marks a table as a list, so that it is written as `[]` when it is empty.
---
---```lua
---assert(json.encode(json.array()) == "[]")
---```
---@param list? any[]
---@return any[]
function M.array(list)
  return host.json_array(list or {})
end

return M
