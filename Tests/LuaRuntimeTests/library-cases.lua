-- Random calls of the table, utf8 and string functions that are not stock Lua's, and what they
-- gave, one line of text for each. Arguments: the libraries by name, a seed, how many calls.
local libraries, seed, count = ...
local join = table.concat
local table, utf8, string = libraries.table, libraries.utf8, libraries.string

local state = seed
local function random(most) -- 1 … most, the same everywhere
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % most + 1
end
local function one_of(list) return list[random(#list)] end

local names = {}
for code = 0, 255 do
  names[code] = (code < 32 or code > 126) and ("\\%d"):format(code) or string.char(code)
end
local function show(value)
  if type(value) ~= "string" then return tostring(value) end
  local out = {}
  for i = 1, #value do out[i] = names[value:byte(i)] end
  return '"' .. join(out) .. '"'
end
local function line(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = show((select(i, ...))) end
  return join(out, " ")
end
local function contents(t)
  local out = ""
  for i = -12, 24 do
    if rawget(t, i) ~= nil then out = out .. i .. "=" .. show(rawget(t, i)) .. " " end
  end
  return out
end

local function values()
  local t = {}
  for i = 1, random(9) - 1 do t[i] = one_of { i, "x" .. i, i + 0.5, -i } end
  return t
end
-- A table, or what behaves like one to some degree.
local function array()
  local t, kind = values(), random(12)
  local function length() return #t end
  if kind == 1 then return setmetatable({}, { __index = t, __len = length }), t end
  if kind == 2 then return setmetatable({}, { __index = t, __newindex = t, __len = length }), t end
  if kind == 3 then return setmetatable(t, { __len = function() return random(8) - 1 end }), t end
  if kind == 4 then return one_of { 5, "text", false, 1.5 }, {} end
  if kind == 5 then return setmetatable(t, { __len = function() return "x" end }), t end
  return t, t
end
local edges = { math.maxinteger, math.mininteger, math.maxinteger - 1, 1.5, "x", "2" }
local function position()
  if random(25) == 1 then return one_of(edges) end
  return random(16) - 5
end
local function maybe(value)
  if random(3) > 1 then return value end
end

local calls = {}
function calls.insert()
  local t, inner = array()
  local kind, at = random(10), position()
  if kind == 1 then return t, inner, pcall(function() return table.insert(t) end) end
  if kind <= 4 then return t, inner, pcall(function() return table.insert(t, "new") end) end
  if kind == 5 then return t, inner, pcall(function() return table.insert(t, at, "new", 1) end) end
  return t, inner, pcall(function() return table.insert(t, at, "new") end)
end
function calls.remove()
  local t, inner = array()
  if random(3) == 1 then return t, inner, pcall(function() return table.remove(t) end) end
  local at = position()
  local ok, result = pcall(function() return table.remove(t, at) end)
  return t, inner, ok, ok and result -- releases of 5.4 number the wrong argument differently
end
function calls.move()
  local t, inner = array()
  local first, last, to = random(9) - 2, random(9) - 2, position()
  local target = maybe({})
  local ok, result = pcall(function() return table.move(t, first, last, to, target) end)
  if ok then result = rawequal(result, target or t) end
  return t, inner, ok, result, target and contents(target)
end
function calls.concat()
  local t, inner = array()
  local separator = maybe(one_of { ", ", "", 1, {} })
  local first, last = maybe(random(6) - 2), maybe(random(10) - 1)
  return t, inner, pcall(function() return table.concat(t, separator, first, last) end)
end
function calls.unpack()
  local t, inner = array()
  local first, last = maybe(position()), maybe(random(14) - 3)
  if math.type(first) == "integer" and first < -100 then last = first + 3 end
  return t, inner, pcall(function() return table.unpack(t, first, last) end)
end
local orders = {
  function(a, b) return a < b end, function(a, b) return a > b end,
  function(a, b) return tostring(a) < tostring(b) end,
}
function calls.sort()
  local t, seen, kind = {}, {}, random(6)
  for i = 1, random(120) - 1 do
    local value = random(400) - 200
    if kind == 2 then value = value / 8 end
    if kind == 3 then value = "k" .. value end
    if kind == 4 then value = i % 2 == 0 and value + 0.25 or value end
    if not seen[value] then
      seen[value] = true
      t[#t + 1] = value
    end
  end
  local order
  if random(2) == 1 then order = one_of(orders) end
  if random(40) == 1 then order = 5 end
  local ok, problem = pcall(function() return table.sort(t, order) end)
  return t, t, ok, problem, table.concat(t, " ")
end

local bytes = { "a", "é", "€", "🏙", "a", "\195", "\169", "\237\160\128", "\244\144\128\128",
  "\253\191\191\191\191\191", "\192\128", "\255", "\0", "\224\128\128" }
local function text(valid)
  local out = ""
  for _ = 1, random(7) - 1 do
    out = out .. bytes[random(not valid and random(3) == 1 and #bytes or 5)]
  end
  return out
end
function calls.length()
  local s, from, to, lax = text(), maybe(position()), maybe(position()), maybe(true)
  return s, {}, pcall(function() return utf8.len(s, from, to, lax) end)
end
function calls.offset()
  local s, n, from = text(), random(11) - 6, maybe(position())
  return s, {}, pcall(function() return utf8.offset(s, n, from) end)
end
-- With stray bytes, the releases of 5.4 differ.
function calls.codes()
  local s, lax, out = text(true), maybe(true), ""
  return s, {}, pcall(function()
    for at, code in utf8.codes(s, lax) do out = out .. at .. ":" .. code .. " " end
    return out
  end), out
end
function calls.rep()
  local s, n, separator = text(), random(12) - 3, maybe(text())
  if random(20) == 1 then n = one_of { 5000, math.mininteger, 1.5, "3" } end
  return s, {}, pcall(function() return string.rep(s, n, separator) end)
end
function calls.huge()
  local s, n = "x" .. text(), math.maxinteger - random(3)
  return s, {}, pcall(function() return string.rep(s, n, "yy") end)
end
function calls.change()
  local s = text() .. one_of { "", "Az", "zA", "[@`{" }
  return s, {}, string.lower(s), string.upper(s), string.reverse(s)
end
function calls.format()
  local format = one_of { "%d", "%5.1f", "%s", "%-6s|", "%q", "%%", "%x", "%10.3s|", "%c", "%i%",
    "%y", "%a", "%g", "%05d", "%+d", "% d", "%#x", "%.20s", "%099d", "%100d", "%.3q", "%5" }
  local value = one_of { 1, 2.5, "text", true, "12", -7, "a\0b", "a\nb" }
  return format, {}, pcall(function() return string.format(format, value) end)
end
function calls.pack()
  local format = one_of { "i4", "c5", "z", "s1", "!8i8", "<i3", "Xi4", "c", "c2 c3", "d", "y",
    "i17" }
  local value = one_of { 1, 300, "abc", "abcdefg", 2.5 }
  return format, {}, pcall(function() return string.pack(format, value, "ab") end)
end
function calls.unpack_bytes()
  local format = one_of { "i4", "c5", "z", "s1", "!8i8", "<i3", "c", "d", "y", "c99999999", "B" }
  local s, at = text(), maybe(position())
  return format, {}, pcall(function() return string.packsize(format) end),
    pcall(function() return string.unpack(format, s, at) end)
end

local kinds = { "insert", "remove", "move", "concat", "unpack", "sort", "length", "offset", "codes",
  "rep", "huge", "change", "format", "pack", "unpack_bytes" }
local function outcome(kind, subject, inner, ...)
  local before = type(subject) == "string" and show(subject) or contents(inner)
  if type(subject) == "table" and subject ~= inner then
    before = before .. "/ " .. contents(subject)
  end
  return kind .. " " .. before .. " -> " .. line(...)
end
local lines = {}
for i = 1, count do
  local kind = kinds[random(#kinds)]
  lines[i] = outcome(kind, calls[kind]())
end
return lines
