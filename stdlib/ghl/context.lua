-- `ctx`, the second argument of a recipe's `run`: steps, lists, rows, and ways to stop.

local nearest = require "ghl.nearest"

local NAMES = {
  "step", "each", "each_row", "skip", "fail", "note", "now", "today", "id", "event",
}

-- What people try when they want to know whether this is a dry run.
local MODES = {
  dry_run = true, is_dry_run = true, dryrun = true, dryRun = true, isDryRun = true, plan = true,
  planning = true, is_plan = true, mode = true, apply = true, applying = true, is_apply = true,
}

-- No other row can do better after these, so they stop the run.
local STOPS_ALL = {
  ["bad-token"] = true, ["bad-version"] = true, ["missing-scope"] = true, unavailable = true,
  ["rate-limited"] = true, ["day-limit"] = true,
}

local function take_function(fn, name)
  if type(fn) ~= "function" then
    error(("%s takes a function, not a %s"):format(name, type(fn)), 3)
  end
end

local function take_list(list, name)
  if type(list) ~= "table" then
    error(("%s takes a list, not a %s"):format(name, type(list)), 3)
  end
end

local function read(problem, field)
  local ok, value = pcall(function() return problem[field] end)
  return ok and value or nil
end

local function describe(problem)
  if type(problem) == "string" then
    local where, message = problem:match("^(%S+:%d+): (.*)$")
    return message or problem, where
  end
  return read(problem, "message") or tostring(problem), read(problem, "where")
end

local function stepper(host)
  local current
  local function go(title)
    current = title
    host.step(title)
  end
  local function step(title, fn)
    if type(title) ~= "string" then
      error("ctx.step takes a title and a function", 2)
    end
    take_function(fn, "ctx.step")
    local before = current
    go(title)
    local results = table.pack(fn())
    go(before)
    return table.unpack(results, 1, results.n)
  end
  return step, go, function() return current end
end

local function run_row(host, line, fn, row, index)
  host.row_begin(line)
  local ok, problem = pcall(fn, row, index)
  if ok then
    return host.row_end(line, "done")
  end
  local message, where = describe(problem)
  local kind = read(problem, "kind")
  local outcome = host.row_end(line, kind == "skip" and "skipped" or "failed", message, where)
  return outcome, STOPS_ALL[kind] and problem
end

local function row_runner(host, go, current)
  local inside = false
  return function(rows, fn)
    take_list(rows, "ctx.each_row")
    take_function(fn, "ctx.each_row")
    if inside then
      error("ctx.each_row cannot run inside a row; use ctx.each there", 2)
    end
    local step = current()
    local counts = {
      created = 0, updated = 0, deleted = 0, unchanged = 0, skipped = 0,
      failed = host.bad_rows(rows),
    }
    inside = true
    for index, row in ipairs(rows) do
      local outcome, fatal = run_row(host, host.line_of(row) or index, fn, row, index)
      counts[outcome] = counts[outcome] + 1
      if current() ~= step then
        go(step)
      end
      if fatal then
        inside = false
        error(fatal, 0)
      end
    end
    inside = false
    return counts
  end
end

local function each(list, fn)
  take_list(list, "ctx.each")
  take_function(fn, "ctx.each")
  local results = {}
  for index, item in ipairs(list) do
    results[index] = fn(item, index)
  end
  return results
end

local function text(value, name)
  if type(value) ~= "string" or value == "" then
    error(name .. " takes a sentence that says why", 3)
  end
  return value
end

local function unknown(key)
  if MODES[key] then
    return ("ctx.%s does not exist: a recipe cannot ask whether this is a dry run; "
      .. "plan and apply see the same run"):format(key)
  end
  local hint = nearest.hint(key, NAMES) or "known are " .. table.concat(NAMES, ", ")
  return ("ctx.%s does not exist; %s"):format(tostring(key), hint)
end

local function sealed(fields)
  return setmetatable({}, {
    __index = function(_, key)
      local value = fields[key]
      if value == nil and key ~= "event" then
        error(unknown(key), 2)
      end
      return value
    end,
    __newindex = function(_, key)
      error(("ctx cannot be changed (ctx.%s = …); use a local"):format(tostring(key)), 2)
    end,
    __metatable = false,
  })
end

---Builds `ctx` on the primitives of the host.
---
---The host gives `step(title|nil)`, `row_begin(line)`, `row_end(line, outcome, message, where)`
---(told `done`, `skipped` or `failed`; it answers what became of the row), `bad_rows(rows)`,
---`line_of(row)`, `note(text)`, `id()`, `failure(message)`, `skip(why, result)`, and the values
---`now`, `today` and `event`.
---@param host table
---@return table ctx
return function(host)
  local step, go, current = stepper(host)
  return sealed({
    step = step,
    each = each,
    each_row = row_runner(host, go, current),
    skip = function(why, result) host.skip(text(why, "ctx.skip"), result) end,
    fail = function(why) host.failure(text(why, "ctx.fail")) end,
    note = function(message) host.note(tostring(message)) end,
    id = function() return host.id() end,
    now = host.now,
    today = host.today,
    event = host.event,
  })
end
