local methods = require "ghl.context"

local function build(host)
  return setmetatable({}, methods(host))
end

-- A host that writes down what it is told.
local function recorder(fields)
  local said = {}
  local host = {
    said = said,
    now = "2026-01-02T03:04:05Z",
    today = "2026-01-02",
    step = function(title) said[#said + 1] = "step " .. tostring(title) end,
    row_begin = function(line) said[#said + 1] = "begin " .. line end,
    row_end = function(line, outcome, message, where)
      said[#said + 1] =
        ("end %d %s %s %s"):format(line, outcome, tostring(message), tostring(where))
      return outcome == "done" and "created" or outcome
    end,
    bad_rows = function() return 0 end,
    line_of = function(row) return row.line end,
    note = function(message) said[#said + 1] = "note " .. message end,
    id = function() return "id-1" end,
    failure = function(message) error({ kind = "fail", message = message }, 0) end,
    skip = function(message, result)
      error({ kind = "skip", message = message, result = result }, 0)
    end,
  }
  for key, value in pairs(fields or {}) do
    host[key] = value
  end
  return host
end

return {
  ["a step names what happens inside it and gives back what its function gives"] = function(t)
    local host = recorder()
    local ctx = build(host)
    local a, b, c = ctx.step("outer", function()
      ctx.step("inner", function() end)
      return 1, nil, 3
    end)
    t.same({ a, b or "nil", c }, { 1, "nil", 3 })
    t.same(host.said, { "step outer", "step inner", "step outer", "step nil" })
  end,

  ["each runs in order and collects what its function gives"] = function(t)
    local ctx = build(recorder())
    t.same(ctx.each({ "a", "b" }, function(item, index) return item .. index end), { "a1", "b2" })
  end,

  ["each row has one outcome, and a bad row stops nobody else"] = function(t)
    local host = recorder()
    local ctx = build(host)
    local counts = ctx.each_row({ { line = 2 }, { line = 3 }, { line = 5 }, {} }, function(row)
      if row.line == 3 then
        ctx.fail("no such place")
      elseif row.line == 5 then
        ctx.skip("has left")
      end
    end)
    t.same(counts, {
      created = 2, updated = 0, deleted = 0, unchanged = 0, skipped = 1, failed = 1,
    })
    t.same(host.said, {
      "begin 2", "end 2 done nil nil",
      "begin 3", "end 3 failed no such place nil",
      "begin 5", "end 5 skipped has left nil",
      "begin 4", "end 4 done nil nil",
    })
  end,

  ["an error of Lua is told apart from its place"] = function(t)
    local host = recorder()
    build(host).each_row({ {} }, function() error("people.lua:12: attempt to be clever", 0) end)
    t.equal(host.said[2], "end 1 failed attempt to be clever people.lua:12")
  end,

  ["rows the host refused before count as failed"] = function(t)
    local ctx = build(recorder({ bad_rows = function() return 3 end }))
    t.equal(ctx.each_row({ {} }, function() end).failed, 3)
  end,

  ["a row that fails inside a step leaves the step"] = function(t)
    local host = recorder()
    local ctx = build(host)
    ctx.each_row({ {} }, function() ctx.step("inner", function() ctx.fail("no") end) end)
    t.equal(host.said[#host.said], "step nil")
  end,

  ["what no other row can survive stops the run"] = function(t)
    local host = recorder()
    local ctx = build(host)
    local rows = { {}, {} }
    local function refuse() error({ kind = "bad-token", message = "Invalid JWT" }, 0) end
    local ok, problem = pcall(ctx.each_row, rows, refuse)
    t.equal(ok, false)
    t.equal(problem.kind, "bad-token")
    t.same(host.said, { "begin 1", "end 1 failed Invalid JWT nil" })
    t.equal(ctx.each_row({ {} }, function() end).created, 1)
  end,

  ["rows do not nest"] = function(t)
    local host = recorder()
    local ctx = build(host)
    ctx.each_row({ {} }, function() ctx.each_row({ {} }, function() end) end)
    t.truthy(host.said[2]:find("cannot run inside a row", 1, true))
  end,

  ["skip and fail want a reason and stop the run"] = function(t)
    local ctx = build(recorder())
    local _, skipped = pcall(ctx.skip, "already gone", { n = 1 })
    t.same(skipped, { kind = "skip", message = "already gone", result = { n = 1 } })
    local _, failed = pcall(ctx.fail, "no successor")
    t.same(failed, { kind = "fail", message = "no successor" })
    t.raises(function() ctx.fail() end, "says why")
    t.raises(function() ctx.skip("") end, "says why")
  end,

  ["notes, ids, the clock and the event come from the host"] = function(t)
    local host = recorder({ event = { type = "UserDelete" } })
    local ctx = build(host)
    ctx.note(7)
    t.equal(host.said[1], "note 7")
    t.equal(ctx.id(), "id-1")
    t.equal(ctx.now, "2026-01-02T03:04:05Z")
    t.equal(ctx.today, "2026-01-02")
    t.equal(ctx.event.type, "UserDelete")
    t.equal(build(recorder()).event, nil)
  end,

  ["an unknown name is named with the nearest"] = function(t)
    local ctx = build(recorder())
    t.raises(function() return ctx.eachrow end, "did you mean 'each_row'?")
    t.raises(function() return ctx.zebra end, "known are step, each")
    t.raises(function() ctx.note = print end, "ctx cannot be changed")
  end,

  ["a recipe cannot ask whether this is a dry run"] = function(t)
    local ctx = build(recorder())
    for _, name in ipairs({ "dry_run", "is_dry_run", "plan", "mode" }) do
      t.raises(function() return ctx[name] end, "cannot ask whether this is a dry run")
    end
  end,

  ["what is no list or no function is refused"] = function(t)
    local ctx = build(recorder())
    t.raises(function() ctx.each("ab", print) end, "takes a list, not a string")
    t.raises(function() ctx.each_row({}, nil) end, "takes a function, not a nil")
    t.raises(function() ctx.step(function() end) end, "takes a title and a function")
  end,
}
