-- comparisons that yield [result]
local co
local mt = { __lt = function(a, b) coroutine.yield(1) return false end, __eq = function() coroutine.yield(2) return true end }
local a, b = setmetatable({}, mt), setmetatable({}, mt)
co = coroutine.wrap(function() local n = 0 while true do if a < b then n = n + 1 end if a == b then n = n + 1 end end end)
for i = 1, 100000 do co() end
return "SAFE"
