-- "Did you mean", in the words of the host's own messages.

local host = require "ghl.host"

local M = {}

---Returns `did you mean 'x'?`, or nil when no name is near enough.
---
---```lua
---assert(nearest.hint("nots", { "note", "skip" }) == "did you mean 'note'?")
---assert(nearest.hint("zebra", { "note", "skip" }) == nil)
---```
---@param wrong any
---@param names string[]
---@return string|nil
function M.hint(wrong, names)
  if type(wrong) ~= "string" or #wrong > 80 then
    return nil
  end
  return host.nearest(wrong, names)
end

---Returns a problem as the one sentence an error shows.
---
---```lua
---assert(nearest.sentence({ message = "no x", hint = "try y" }) == "no x; try y")
---```
---@param problem { message: string, hint: string|nil }
---@return string
function M.sentence(problem)
  return problem.hint and problem.message .. "; " .. problem.hint or problem.message
end

return M
