-- What every run starts with: it gives the recipe's file its surroundings and calls it.
--
-- `host` holds the host functions by name; `compile(text, chunk_name, environment)` is the only way
-- to name a chunk as a file; this `rawset`, unlike the scripts', writes into read-only tables too.
-- The function returned is called with a command and plain data.
--
-- What few runs need is in modules of its own: every run pays for what stands in this file, with
-- its time and, while it waits for the service, with its memory.

local host, compile, rawset = ...
local base = _G

local loaded = {}
local library = setmetatable({}, { __index = base })

---Compiles and calls a module once; a module that returns nothing counts as `true`.
local function load_module(cache, name, source, chunk_name, environment)
  local chunk, problem = compile(source, chunk_name, environment)
  if not chunk then
    error(problem, 0)
  end
  cache[name] = true
  local value = chunk(name)
  if value ~= nil then
    cache[name] = value
  end
  return cache[name]
end

---`require` of library code: shipped modules only.
function library.require(name)
  if loaded[name] == nil then
    local module = load_module(loaded, name, nil, "=" .. name, library)
    loaded[name] = name == "ghl.host" and module(host) or module
  end
  return loaded[name]
end

---`require` of recipes: shipped modules first, then files beside the recipe. The host says which it
---may have: not the engine's own, also when they are loaded.
local function recipe_require(environment)
  local known = {}
  return function(name)
    if type(name) ~= "string" then
      error("require takes a module's name", 2)
    elseif known[name] ~= nil then
      return known[name]
    end
    local module = host.module(name)
    if not module.shipped then
      return load_module(known, name, module.source, "@" .. module.file, environment)
    end
    known[name] = library.require(name)
    return known[name]
  end
end

---The globals of a recipe's file: reading an unknown one or setting any is an error.
local function strict_environment()
  -- The names that come later stand here too, so that the table has its size at once.
  local environment, running = {
    assert = base.assert, error = base.error, getmetatable = base.getmetatable,
    ipairs = base.ipairs, next = base.next, null = base.null, pairs = base.pairs,
    pcall = base.pcall, rawequal = base.rawequal, rawget = base.rawget, rawlen = base.rawlen,
    rawset = base.rawset, select = base.select, setmetatable = base.setmetatable,
    tonumber = base.tonumber, tostring = base.tostring, type = base.type, xpcall = base.xpcall,
    _VERSION = base._VERSION, string = base.string, table = base.table, math = base.math,
    utf8 = base.utf8, _G = nil, recipe = nil, p = nil, test = nil, ghl = nil, require = nil,
    print = nil, log = nil, os = nil, load = nil,
  }, false
  environment._G = environment
  environment.recipe, environment.p, environment.test = library.require("ghl.header")(host.here)
  setmetatable(environment, {
    __index = function(_, name)
      error(library.require("ghl.unknown").global(tostring(name), running), 2)
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
  -- Unknown fields are errors that name the nearest known one.
  local names = { [ghl] = "ghl" }
  local closed = {
    __index = function(fields, key)
      error(library.require("ghl.unknown").field(key, fields, names[fields]), 2)
    end,
    __metatable = false,
  }
  for resource, verbs in pairs(ghl) do
    names[verbs] = "ghl." .. resource
    setmetatable(verbs, closed)
  end
  return setmetatable(ghl, closed)
end

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

---Runs a recipe.
local function run(source, chunk_name, args, info)
  local environment, started = strict_environment()
  local value = evaluate(source, chunk_name, environment)
  open_run(environment)
  started()
  return value.fields.run(args, make_context(args, info))
end

local others

return function(command, ...)
  if command == "run" then
    return run(...)
  end
  others = others or library.require("ghl.commands")({
    host = host, compile = compile, library = library, strict_environment = strict_environment,
    open_run = open_run, make_context = make_context, evaluate = evaluate,
  })
  return others[command](...)
end
