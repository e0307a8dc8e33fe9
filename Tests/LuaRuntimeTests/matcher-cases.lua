-- Random calls of the four pattern functions, and what they gave, as one line of text for each
-- call. Run with the library that is to be tested and with the one of stock Lua, the lines must be
-- the same. Arguments: the libraries by name, a seed, how many calls.
local libraries, seed, count = ...
local lib = libraries.string

local state = seed
local function random(most) -- 1 … most, the same everywhere
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % most + 1
end
local function one_of(list) return list[random(#list)] end
local function chance(percent) return random(100) <= percent end

local names = {}
for code = 0, 255 do
  names[code] = (code < 32 or code > 126) and ("\\%d"):format(code) or string.char(code)
end
local function show(value)
  if type(value) ~= "string" then return tostring(value) end
  local out = {}
  for i = 1, #value do out[i] = names[value:byte(i)] end
  return '"' .. table.concat(out) .. '"'
end

local letters = { "a", "a", "a", "b", "b", "A", "1", "2", " ", "\n", "(", ")", "[", "]", "-", "^",
  "%", ".", "$", "\0", "\195", "\169", "_", ",", "=" }
local function text(most)
  local out = {}
  for i = 1, random(most + 1) - 1 do out[i] = one_of(letters) end
  return table.concat(out)
end

local classes = { "a", "c", "d", "g", "l", "p", "s", "u", "w", "x", "z", "A", "C", "D", "G", "L",
  "P", "S", "U", "W", "X", "Z", ".", "%", "]", "-", "\195" }
local function set()
  local out = { chance(25) and "[^" or "[" }
  for i = 1, random(4) do
    local kind = random(6)
    if kind == 1 then
      out[i + 1] = "%" .. one_of(classes)
    elseif kind == 2 then
      out[i + 1] = one_of(letters) .. "-" .. one_of(letters)
    else
      out[i + 1] = one_of(letters)
    end
  end
  return table.concat(out) .. (chance(95) and "]" or "")
end
local function single()
  local kind = random(10)
  if kind <= 4 then return one_of { "a", "b", "A", "1", " ", "\0", "\195", "-" } end
  if kind <= 6 then return "." end
  if kind <= 8 then return "%" .. one_of(classes) end
  return set()
end
local function item()
  local kind = random(30)
  if kind <= 20 then return single() .. one_of { "", "", "", "*", "+", "-", "?" } end
  if kind == 21 then return "%b" .. one_of { "()", "ab", "[]", "aa", "(" } end
  if kind == 22 then return "%f" .. (chance(90) and set() or "a") end
  if kind <= 24 then return "%" .. one_of { "1", "2", "3", "0" } end
  if kind == 25 then return "()" end
  if kind == 26 then return one_of(letters) end
  if kind == 27 then return one_of { "^", "$", "(", ")", "%" } end
  return "(" .. single() .. one_of { "", "*", "+", "-" } .. ")"
end
local function pattern()
  if chance(5) then return text(8) end
  if random(400) == 1 then
    return one_of { "a?", "()", "(a)", "a-", "a*", "(", "." }:rep(random(60) + 180)
  end
  local out = { chance(15) and "^" or "" }
  for i = 1, random(5) do out[i + 1] = item() end
  if chance(15) then out[#out + 1] = "$" end
  return table.concat(out)
end

local function replacement()
  local kind = random(8)
  if kind == 1 then return { a = "x", b = false, [1] = 7, [" "] = chance(10) and {} or "y" } end
  if kind == 2 then
    local answer = one_of { "x", 12, false, 1.5, "%1" }
    if chance(5) then answer = {} end
    return function(...)
      if answer == 12 then return select("#", ...) end
      return answer
    end
  end
  if kind == 3 then return random(20) == 1 and true or 5 end
  local out = {}
  local parts = { "x", "%0", "%1", "%2", "%%", "<", "\0", "%a", "%0", "y" }
  for i = 1, random(4) do out[i] = one_of(parts) end
  return table.concat(out) .. (chance(2) and "%" or "")
end

local function all_matches(s, p, init)
  local out = {}
  for a, b, c in lib.gmatch(s, p, init) do
    out[#out + 1] = show(a) .. show(b) .. show(c)
    if #out == 60 then break end
  end
  return table.concat(out, ";")
end
local function line(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = show((select(i, ...))) end
  return table.concat(out, " ")
end

local lines = {}
for i = 1, count do
  local s, p = text(chance(10) and 220 or 18), pattern()
  local init
  if chance(30) then init = random(26) - 6 end
  local kind = random(4)
  local outcome
  if kind == 1 then
    local plain = chance(10)
    outcome = line(pcall(function() return lib.find(s, p, init, plain) end))
  elseif kind == 2 then
    outcome = line(pcall(function() return lib.match(s, p, init) end))
  elseif kind == 3 then
    outcome = line(pcall(function() return all_matches(s, p, init) end))
  else
    local with, most = replacement(), nil
    if chance(20) then most = random(5) - 2 end
    outcome = line(pcall(function() return lib.gsub(s, p, with, most) end))
  end
  lines[i] = kind .. " " .. show(s) .. " " .. show(p) .. " " .. tostring(init) .. " -> " .. outcome
end
return lines
