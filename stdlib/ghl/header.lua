-- The words of a recipe's header: they only give shape to what is written, and say on which line.

local FORM = {
  param = 'write p.%s "name" { "what it is for" }',
  test = 'write test "what it shows" { … }',
}

-- What was given a name and waits for its table; the file is loaded afresh for each header.
local unfinished = {}

local function check_finished(list, name)
  for index, item in ipairs(type(list) == "table" and list or {}) do
    if unfinished[item] then
      error(("line %d: %s[%d] is not finished: %s")
        :format(unfinished[item].line, name, index, unfinished[item].form), 3)
    end
  end
end

local function named(form, name, line, build)
  if type(name) ~= "string" then
    error(form .. ": the name comes first", 3)
  end
  local function take(fields)
    if type(fields) ~= "table" then
      error(form .. ", not a " .. type(fields) .. " after the name", 2)
    end
    return build(fields)
  end
  unfinished[take] = { line = line, form = form }
  return take
end

---Makes `recipe`, `p` and `test`.
---
---Each gives a table `{ kind, line, … }`: a recipe and a test keep what was written in `fields`, a
---parameter keeps it in `options` beside its `type` and `name`. Nothing is checked beyond the form.
---@param here fun(): integer the line in the file of the code that called the word
---@return fun(fields: table): table recipe
---@return table p
---@return fun(name: string): fun(fields: table): table test
return function(here)
  local function recipe(fields)
    if type(fields) ~= "table" then
      error("write recipe { name = …, run = … }, not a " .. type(fields), 2)
    end
    local line = here()
    check_finished(fields.params, "params")
    check_finished(fields.tests, "tests")
    return { kind = "recipe", line = line, fields = fields }
  end

  local function param(kind)
    local form = FORM.param:format(tostring(kind))
    return function(name)
      local line = here()
      return (named(form, name, line, function(options)
        check_finished(options.columns, "columns")
        return { kind = "param", type = kind, name = name, line = line, options = options }
      end))
    end
  end

  local function test(name)
    local line = here()
    return (named(FORM.test, name, line, function(fields)
      return { kind = "test", name = name, line = line, fields = fields }
    end))
  end

  return recipe, setmetatable({}, { __index = function(_, kind) return param(kind) end }), test
end
