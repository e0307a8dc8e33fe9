local header = require "ghl.header"

local function words(line)
  return header(function() return line end)
end

return {
  ["a parameter keeps what was written, with its type, name and line"] = function(t)
    local _, p = words(7)
    t.same(p.user "who" { "Who moves", arg = 1 }, {
      kind = "param", type = "user", name = "who", line = 7, options = { "Who moves", arg = 1 },
    })
  end,

  ["a type that does not exist is built too, so that it can be reported"] = function(t)
    local _, p = words(3)
    t.equal((p.usr "who" {}).type, "usr")
  end,

  ["a test and a recipe keep their fields"] = function(t)
    local recipe, _, test = words(9)
    local one = test "it works" { given = "empty" }
    t.same(one, { kind = "test", name = "it works", line = 9, fields = { given = "empty" } })
    local whole = recipe { name = "x", tests = { one } }
    t.equal(whole.kind, "recipe")
    t.equal(whole.line, 9)
    t.equal(whole.fields.tests[1], one)
  end,

  ["a word without its name says how it is written"] = function(t)
    local _, p, test = words(1)
    t.raises(function() p.user { "Who" } end, 'write p.user "name" { "what it is for" }')
    t.raises(function() test { given = "empty" } end, 'write test "what it shows"')
  end,

  ["a word with something else than a table says so"] = function(t)
    local recipe, p = words(1)
    t.raises(function() recipe "move-user" end, "not a string")
    t.raises(function() p.user "who" "Who moves" end, "not a string after the name")
  end,

  ["an unfinished parameter is found, with its line"] = function(t)
    local recipe, p, test = words(12)
    t.raises(function() recipe { params = { p.user "who" {}, p.flag "all" } } end,
      "line 12: params[2] is not finished")
    t.raises(function() recipe { tests = { test "it works" } } end, "tests[1] is not finished")
    t.raises(function() p.rows "people" { columns = { p.email "email" } } end,
      "columns[1] is not finished")
  end,
}
