local tablex = require "tablex"

return {
  ["map and filter keep the order and give the position"] = function(t)
    local numbered = tablex.map({ "a", "b" }, function(value, index) return value .. index end)
    t.same(numbered, { "a1", "b2" })
    t.same(tablex.filter({ 5, 6, 7 }, function(_, index) return index ~= 2 end), { 5, 7 })
    t.same(tablex.map({}, tostring), {})
  end,

  ["keys are sorted and values follow them"] = function(t)
    local map = { par = 3, ber = 1, lis = 2 }
    t.same(tablex.keys(map), { "ber", "lis", "par" })
    t.same(tablex.values(map), { 1, 2, 3 })
    t.same(tablex.keys({ [10] = true, [2] = true }), { 2, 10 })
  end,

  ["index_by keeps the last of several and leaves out those without the key"] = function(t)
    local list = { { id = "a", n = 1 }, { id = "a", n = 2 }, { n = 3 } }
    t.same(tablex.index_by(list, "id"), { a = { id = "a", n = 2 } })
  end,

  ["group_by keeps the order inside a group and takes a function"] = function(t)
    local groups = tablex.group_by({ "bo", "ana", "al" }, function(name) return #name end)
    t.same(groups, { [2] = { "bo", "al" }, [3] = { "ana" } })
  end,

  ["contains looks at values only"] = function(t)
    t.equal(tablex.contains({ "ber", "lis" }, "lis"), true)
    t.equal(tablex.contains({ "ber", "lis" }, 1), false)
    t.equal(tablex.contains({}, nil), false)
  end,

  ["unique keeps the first of each"] = function(t)
    t.same(tablex.unique({ "b", "a", "b", "c", "a" }), { "b", "a", "c" })
  end,

  ["merge lets the later map win and changes neither"] = function(t)
    local first, second = { a = 1, b = 1 }, { b = 2, c = false }
    t.same(tablex.merge(first, second, {}), { a = 1, b = 2, c = false })
    t.same(first, { a = 1, b = 1 })
    t.same(second, { b = 2, c = false })
  end,

  ["a deep copy shares no table with what it was made from"] = function(t)
    local original = { list = { { id = "a" } }, flag = false }
    local copy = tablex.deep_copy(original)
    t.same(copy, original)
    copy.list[1].id = "b"
    t.equal(original.list[1].id, "a")
  end,

  ["a deep copy of a table that holds itself ends"] = function(t)
    local ring = { name = "ring" }
    ring.self = ring
    local copy = tablex.deep_copy(ring)
    t.equal(copy.self, copy)
    t.truthy(copy ~= ring)
  end,

  ["equal looks inside tables, both ways"] = function(t)
    t.equal(tablex.equal({ a = { 1, { b = 2 } } }, { a = { 1, { b = 2 } } }), true)
    t.equal(tablex.equal({ a = 1 }, { a = 1, b = 1 }), false)
    t.equal(tablex.equal({ a = 1, b = 1 }, { a = 1 }), false)
    t.equal(tablex.equal({ a = false }, {}), false)
    t.equal(tablex.equal(1, "1"), false)
  end,

  ["sorted and slice leave the list as it was"] = function(t)
    local list = { 3, 1, 2 }
    t.same(tablex.sorted(list), { 1, 2, 3 })
    t.same(tablex.sorted(list, function(a, b) return a > b end), { 3, 2, 1 })
    t.same(tablex.slice(list, 2), { 1, 2 })
    t.same(list, { 3, 1, 2 })
  end,

  ["slice counts from the end with negative numbers and stops at the ends"] = function(t)
    local list = { "a", "b", "c", "d" }
    t.same(tablex.slice(list, -2), { "c", "d" })
    t.same(tablex.slice(list, 1, -2), { "a", "b", "c" })
    t.same(tablex.slice(list, -9, 99), list)
    t.same(tablex.slice(list, 3, 2), {})
  end,
}
