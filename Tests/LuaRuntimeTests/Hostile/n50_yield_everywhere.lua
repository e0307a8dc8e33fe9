-- TRIES: yields from metamethods, iterators, sort, gsub, load readers, tostring and message handlers. SAFE: values or errors [result limit-time]
local y, n = coroutine.yield, 0
local m = { __index = y, __newindex = y, __add = y, __lt = y, __eq = y, __call = y, __tostring = function() return y() or "x" end, __len = y, __pairs = y }
for _, f in ipairs { function(o) return o.x end, function(o) o.x = 1 end, function(o) return o + 1 end, function(o) return o < o end, function(o) return o(1) end, function(o) return tostring(o) end, function(o) return #o end,
  function(o) for _ in pairs(o) do end end, function() for _ in y do end end, function() table.sort({ 3, 1, 2 }, y) end, function() ("x"):gsub("x", y) end, function() load(y) end, function() xpcall(error, y) end, function(o) return table.concat(o) end } do
  local co = coroutine.create(f)
  for _ = 1, 5 do coroutine.resume(co, setmetatable({}, m)) end
  n = n + 1
end
return "SAFE: " .. n
