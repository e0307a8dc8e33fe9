-- What `ghlua repl` works with: pieces of text that share their globals.

local inspect = require "ghl.inspect"

local CONTEXT = {
  "each", "each_row", "event", "fail", "id", "note", "now", "skip", "step", "today",
}

local function ends_early(problem)
  return problem:find("near '?<eof>'?$") ~= nil
end

---@param compile fun(source: string, name: string, environment: table): function|nil, string|nil
---@param environment table the globals
---@return table commands
return function(compile, environment)
  local M = {}

  ---Evaluates an expression, or runs statements; `incomplete` says that more lines belong to it.
  function M.evaluate(text, name)
    local chunk, as_expression = compile("return " .. text, name, environment)
    if not chunk then
      local problem
      chunk, problem = compile(text, name, environment)
      if not chunk then
        return { problem = problem, incomplete = ends_early(as_expression) or ends_early(problem) }
      end
    end
    local results = table.pack(chunk())
    if results.n == 0 then
      return { problem = false }
    end
    for index = 1, results.n do
      results[index] = inspect(results[index])
    end
    return { text = table.concat(results, "\t", 1, results.n) }
  end

  ---The names that can follow `ghl.users.`; of the globals when no word is given.
  function M.names(words)
    local value = environment
    for _, word in ipairs(words) do
      value = type(value) == "table" and rawget(value, word) or nil
    end
    if value == environment.ctx then
      return CONTEXT
    elseif type(value) == "string" then
      value = string
    end
    local names = {}
    for key, item in next, type(value) == "table" and value or {} do
      if type(key) == "string" and key:find("^[%a_][%w_]*$") then
        names[#names + 1] = type(item) == "function" and key .. "(" or key
      end
    end
    table.sort(names)
    return names
  end

  return M
end
