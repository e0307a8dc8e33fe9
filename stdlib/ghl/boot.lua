-- What every run starts with: it gives the recipe's file its surroundings and calls it.
--
-- `host` holds the host functions by name; `compile(text, chunk_name, environment)` is the only way
-- to name a chunk as a file; this `rawset`, unlike the scripts', writes into read-only tables too.
-- The function returned is called with a command and plain data.

local host, compile, rawset = ...
local base = _G

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

local loaded = {}
local library = setmetatable({}, { __index = base })

---Compiles and calls a module once; a module that returns nothing counts as `true`.
local function load_module(key, source, chunk_name, environment)
  local chunk, problem = compile(source, chunk_name, environment)
  if not chunk then
    error(problem, 0)
  end
  loaded[key] = true
  local value = chunk(key)
  if value ~= nil then
    loaded[key] = value
  end
  return loaded[key]
end

---`require` of library code: shipped modules only.
function library.require(name)
  if loaded[name] ~= nil then
    return loaded[name]
  end
  return load_module(name, nil, "=" .. name, library)
end

---`require` of recipes: shipped modules first, then files beside the recipe.
local function recipe_require(environment)
  return function(name)
    if type(name) ~= "string" then
      error("require takes a module's name", 2)
    elseif loaded[name] ~= nil and name ~= "ghl.host" then
      return loaded[name]
    end
    local module = host.module(name)
    if module.shipped then
      return load_module(name, nil, "=" .. name, library)
    end
    return load_module(name, module.source, "@" .. module.file, environment)
  end
end

-- What few runs need is in modules of its own: every run pays for what stands in this file.

---The globals of a recipe's file: reading an unknown one or setting any is an error.
local function strict_environment()
  local environment, running = {}, false
  for _, name in ipairs(PURE) do
    environment[name] = base[name]
  end
  environment._G = environment
  environment.recipe, environment.p, environment.test = library.require("ghl.header")(host.here)
  setmetatable(environment, {
    __index = function(_, name)
      local explain = library.require("ghl.unknown").global
      error(explain(tostring(name), PURE, WHILE_RUNNING, running), 2)
    end,
    __newindex = function(_, name)
      error(("'%s' is not declared; write local %s"):format(tostring(name), tostring(name)), 2)
    end,
    __metatable = false,
  })
  return environment, function() running = true end
end

---Text of a function's arguments, as print writes them.
local function joined(...)
  local parts = table.pack(...)
  for i = 1, parts.n do
    parts[i] = tostring(parts[i])
  end
  return table.concat(parts, "\t")
end

---A table whose unknown fields are errors that name the nearest known one.
local function closed(fields, name)
  return setmetatable(fields, {
    __index = function(_, key)
      error(library.require("ghl.unknown").field(key, fields, name), 2)
    end,
    __metatable = false,
  })
end

---A function of a module that is loaded when it is first called. Errors blame the same caller: the
---call is a tail call.
local function later(load, name)
  return function(...)
    return load()[name](...)
  end
end

---`ghl`: the operations of the service, `users.find` and `users.each`.
local function make_ghl()
  local ghl, more = host.ghl, nil
  library.ghl = ghl
  local function load()
    more = more or library.require("ghl.prelude")(ghl, host)
    return more
  end
  ghl.users.each, ghl.users.find = later(load, "each"), later(load, "find")
  for resource, verbs in pairs(ghl) do
    closed(verbs, "ghl." .. resource)
  end
  return closed(ghl, "ghl")
end

---`nil, message` for text that does not parse, as library functions answer.
local function decoder(decode)
  return function(text)
    local answer = decode(text)
    if answer.message then
      return nil, answer.message
    end
    return answer.value
  end
end

-- What library modules find as `ghl.host`; a header's state has only some of it.
loaded["ghl.host"] = {
  json_decode = decoder(host.json_decode), json_encode = host.json_encode,
  json_array = host.json_array, csv_decode = decoder(host.csv_decode),
  csv_encode = host.csv_encode, password = host.password, clock = host.clock,
  nearest = host.nearest,
}

---`ctx`: its inside is made when it is first looked at, but the lines of rows are taken down now,
---before the recipe can change its arguments.
local function make_context(args, info)
  local methods
  local function load()
    methods = methods or library.require("ghl.context")(
      library.require("ghl.primitives")(host, args, info))
    return methods
  end
  if next(info.rows) ~= nil then
    load()
  end
  return setmetatable({}, {
    __index = later(load, "__index"), __newindex = later(load, "__newindex"),
    __metatable = false,
  })
end

---`load` whose chunks see what the file sees, unless told otherwise.
local function load_in(environment)
  return function(text, name, mode, ...)
    if select("#", ...) == 0 then
      return base.load(text, name, mode, environment)
    end
    return base.load(text, name, mode, (...))
  end
end

---Adds what a run has beyond the header.
local function open_run(environment)
  rawset(environment, "ghl", make_ghl())
  rawset(environment, "require", recipe_require(environment))
  rawset(environment, "log", function(...) host.log(joined(...)) end)
  rawset(environment, "print", environment.log)
  rawset(environment, "os", setmetatable({}, {
    __index = function(_, name) return library.require("ghl.clock")[name] end,
    __metatable = false,
  }))
  rawset(environment, "load", load_in(environment))
  rawset(environment, "coroutine", base.coroutine)
  rawset(environment, "collectgarbage", base.collectgarbage)
  library.os = environment.os
end

local function evaluate(source, chunk_name, environment)
  local chunk, problem = compile(source, chunk_name, environment)
  if not chunk then
    host.fail("syntax", problem)
  end
  return chunk()
end

local commands = {}

---The header of a file as data; without tests and fixtures unless asked.
function commands.header(source, chunk_name, with_tests)
  local value = evaluate(source, chunk_name, (strict_environment()))
  if type(value) ~= "table" or value.kind ~= "recipe" then
    host.fail("no-recipe", "the file does not return recipe { … }")
  end
  return library.require("ghl.describe")(value, with_tests)
end

---A file that returns data, such as a fixture.
function commands.data(source, chunk_name)
  return evaluate(source, chunk_name, (strict_environment()))
end

---Runs a recipe.
function commands.run(source, chunk_name, args, info)
  local environment, started = strict_environment()
  local value = evaluate(source, chunk_name, environment)
  open_run(environment)
  started()
  return value.fields.run(args, make_context(args, info))
end

---The globals of a plain script, which are its own affair.
local function script_environment(args, info)
  local environment = {}
  for name, item in pairs(base) do
    environment[name] = item
  end
  environment._G = environment
  open_run(environment)
  environment.args = args
  environment.ctx = make_context(args, info)
  return environment
end

---Runs a plain script.
function commands.script(source, chunk_name, args, info)
  return evaluate(source, chunk_name, script_environment(args, info))
end

local console

---What a console asks for; its variables stay from one call to the next.
function commands.console(action, info, ...)
  console = console or library.require("ghl.console")(compile, script_environment({}, info))
  return console[action](...)
end

return function(command, ...)
  return commands[command](...)
end
