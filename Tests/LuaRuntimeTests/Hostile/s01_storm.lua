-- TRIES: every function a script can reach, called with odd values in odd places; SEED and N vary it. SAFE: errors, or a limit [result limit-time limit-memory limit-chunk limit-coroutines limit-depth limit-host-calls]
local late = host and host.echo({ { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12, m = 13, n = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 } } }) or {}
local seed = SEED or 1
local function random(n) seed = (seed * 1103515245 + 12345) & 0x7fffffff return (seed >> 8) % n + 1 end
local functions, seen = {}, {}
local function collect(t)
  for _, v in pairs(t) do
    if type(v) == "function" and not seen[v] then seen[v] = true functions[#functions + 1] = v end
    if type(v) == "table" and not seen[v] then seen[v] = true collect(v) end
  end
end
collect(_G)
local function add(f) if type(f) == "function" then functions[#functions + 1] = f end end
add((pairs({ 1, 2, a = 1, b = 2 }))) add((pairs({}))) add((ipairs({}))) add((next))
add(("x y z"):gmatch("%a")) add((utf8.codes("aäö"))) add((utf8.codes("aäö", true)))
add(coroutine.wrap(function(...) while true do pcall(coroutine.yield, ...) end end)) add(coroutine.wrap(function() error({}) end))
local suspended = coroutine.create(function(...) coroutine.yield(...) return pcall(coroutine.yield) end) coroutine.resume(suspended)
local dead = coroutine.create(function() error("x") end) coroutine.resume(dead)
local Class = {} Class.__index = Class Class.__len = function() return 5 end Class.__lt = function() return true end Class.__le = function() error("x") end
Class.__eq = function() return true end Class.__call = function(...) return ... end Class.__newindex = function(t, k, v) rawset(t, k, v) end
Class.__pairs = function(t) return next, t, nil end Class.__tostring = function() return "object" end Class.__unm = function() return coroutine.yield() end
local values = { false, true, 0, 1, -1, 2, 3, 1 << 53, math.maxinteger, math.mininteger, 0.5, -0.0, 1e308, 1 / 0, 0 / 0, "", "a", "abc", "%d", "%s%q", "*a", "1", "0x10", " 12 ",
  ("x"):rep(100), ("%a"):rep(50), "[", "%", "(()", "(", "^a*", "%b()", "%f[a]", "\0", "\xff\xfe", "return 1", "return ...", "x = x", "<i4z", "!16j", "s1", null, {}, { 1, 2, 3 }, { n = 3 }, { 3, nil, 1 }, { {}, {} }, setmetatable({}, Class),
  setmetatable({ 1, 2, 3 }, Class), setmetatable({}, { __index = function(_, k) return k end, __len = function() return 10 end }), setmetatable({}, { __metatable = false, __newindex = function() end }), late, late[1], ro, _G, string, math, suspended, dead, coroutine.running(), host, print, "__gc", "__index", "count", "collect", "n" }
for i = 1, #functions do values[#values + 1] = functions[i] end
local function call(f, n)
  local arguments = {}
  for i = 1, n do if random(12) > 1 then arguments[i] = values[random(#values)] end end
  local results = table.pack(pcall(f, table.unpack(arguments, 1, n)))
  if #values < 400 then for i = 2, results.n do if results[i] ~= nil then values[#values + 1] = results[i] end end
  else for i = 2, results.n do if results[i] ~= nil then values[90 + random(300)] = results[i] end end end
end
for _ = 1, N or 20000 do
  local f = functions[random(#functions)]
  if random(10) == 1 then local v = values[random(#values)] if type(v) == "function" then f = v end end
  if random(6) == 1 then local co = coroutine.wrap(call) pcall(co, f, random(6) - 1) values[random(#values)] = co else call(f, random(6) - 1) end
end
return "SAFE " .. #functions
