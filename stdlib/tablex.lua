-- Lists and maps. Nothing here changes the table it is given.

local M = {}

---Returns what `change` makes of each value, in order.
---
---```lua
---local names = tablex.map({ { name = "Ana" }, { name = "Bo" } }, function(u) return u.name end)
---assert(names[2] == "Bo")
---```
---@generic T, U
---@param list T[]
---@param change fun(value: T, index: integer): U
---@return U[]
function M.map(list, change)
  local out = {}
  for index, value in ipairs(list) do
    out[index] = change(value, index)
  end
  return out
end

---Returns the values that `keep` accepts, in order.
---
---```lua
---local even = tablex.filter({ 1, 2, 3, 4 }, function(n) return n % 2 == 0 end)
---assert(#even == 2 and even[1] == 2)
---```
---@generic T
---@param list T[]
---@param keep fun(value: T, index: integer): boolean
---@return T[]
function M.filter(list, keep)
  local out = {}
  for index, value in ipairs(list) do
    if keep(value, index) then
      out[#out + 1] = value
    end
  end
  return out
end

---Returns the keys of a map, sorted; they are all texts or all numbers.
---
---```lua
---assert(table.concat(tablex.keys({ b = 1, a = 2 }), " ") == "a b")
---```
---@generic K
---@param map table<K, any>
---@return K[]
function M.keys(map)
  local out = {}
  for key in pairs(map) do
    out[#out + 1] = key
  end
  table.sort(out)
  return out
end

---Returns the values of a map, in the order of its sorted keys.
---
---```lua
---assert(table.concat(tablex.values({ b = 1, a = 2 }), " ") == "2 1")
---```
---@generic V
---@param map table<any, V>
---@return V[]
function M.values(map)
  return M.map(M.keys(map), function(key) return map[key] end)
end

local function key_reader(key)
  if type(key) == "function" then
    return key
  end
  return function(value) return value[key] end
end

---Returns a map from a field of each value to the list of values that share it.
---
---```lua
---local groups = tablex.group_by({ 1, 2, 3 }, function(n) return n % 2 end)
---assert(#groups[1] == 2)
---```
---@generic T
---@param list T[]
---@param key string|fun(value: T): any a field's name, or what computes the key; nil leaves it out
---@return table<any, T[]>
function M.group_by(list, key)
  local read, out = key_reader(key), {}
  for _, value in ipairs(list) do
    local at = read(value)
    if at ~= nil then
      out[at] = out[at] or {}
      table.insert(out[at], value)
    end
  end
  return out
end

---Returns a map from a field of each value to that value; of several, the last one stays.
---
---```lua
---local by_id = tablex.index_by({ { id = "a" }, { id = "b" } }, "id")
---assert(by_id.b.id == "b")
---```
---@generic T
---@param list T[]
---@param key string|fun(value: T): any a field's name, or what computes the key; nil leaves it out
---@return table<any, T>
function M.index_by(list, key)
  local out = M.group_by(list, key)
  for at, values in pairs(out) do
    out[at] = values[#values]
  end
  return out
end

---Tells whether a list has a value.
---
---```lua
---assert(tablex.contains({ "ber", "lis" }, "lis"))
---```
---@param list any[]
---@param wanted any
---@return boolean
function M.contains(list, wanted)
  for _, value in ipairs(list) do
    if value == wanted then
      return true
    end
  end
  return false
end

---Returns each value once, where it first stands.
---
---```lua
---assert(table.concat(tablex.unique({ "b", "a", "b" }), " ") == "b a")
---```
---@generic T
---@param list T[]
---@return T[]
function M.unique(list)
  local seen = {}
  return M.filter(list, function(value)
    local new = not seen[value]
    seen[value] = true
    return new
  end)
end

---Returns the fields of several maps in one; a later map wins.
---
---```lua
---local both = tablex.merge({ a = 1, b = 1 }, { b = 2 })
---assert(both.a == 1 and both.b == 2)
---```
---@param ... table
---@return table
function M.merge(...)
  local out = {}
  for _, map in ipairs({ ... }) do
    for key, value in pairs(map) do
      out[key] = value
    end
  end
  return out
end

---Returns a copy of a value with all tables inside it copied; a table met twice is copied once.
---
---```lua
---local copy = tablex.deep_copy({ list = { 1 } })
---assert(copy.list[1] == 1)
---```
---@generic T
---@param value T
---@return T
function M.deep_copy(value)
  local copies = {}
  local function copy(one)
    if type(one) ~= "table" or copies[one] then
      return copies[one] or one
    end
    local out = {}
    copies[one] = out
    for key, inner in pairs(one) do
      out[copy(key)] = copy(inner)
    end
    return out
  end
  return copy(value)
end

---Tells whether two values are the same, tables compared by what is in them (no cycles).
---
---```lua
---assert(tablex.equal({ a = { 1, 2 } }, { a = { 1, 2 } }))
---```
---@param a any
---@param b any
---@return boolean
function M.equal(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  for key in pairs(M.merge(a, b)) do
    if not M.equal(a[key], b[key]) then
      return false
    end
  end
  return true
end

---Returns the list sorted.
---
---```lua
---assert(table.concat(tablex.sorted({ 3, 1, 2 }), " ") == "1 2 3")
---```
---@generic T
---@param list T[]
---@param less? fun(a: T, b: T): boolean
---@return T[]
function M.sorted(list, less)
  local out = table.move(list, 1, #list, 1, {})
  table.sort(out, less)
  return out
end

---Returns the values from `first` to `last`; negative numbers count from the end.
---
---```lua
---assert(table.concat(tablex.slice({ 1, 2, 3, 4 }, 2, -2), " ") == "2 3")
---```
---@generic T
---@param list T[]
---@param first integer
---@param last? integer the end without it
---@return T[]
function M.slice(list, first, last)
  local count = #list
  last = last or count
  first = first < 0 and count + first + 1 or first
  last = last < 0 and count + last + 1 or last
  return table.move(list, math.max(first, 1), math.min(last, count), 1, {})
end

return M
