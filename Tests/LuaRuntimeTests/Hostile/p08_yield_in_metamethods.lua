-- other metamethods that yield [result]
local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __newindex = function(_, k, v) coroutine.yield(v) end, __add = function() return coroutine.yield(1) end, __len = function() return coroutine.yield(3) end, __unm = function() return coroutine.yield(3) end })
local co = coroutine.wrap(function() for i = 1, 1e9 do local x = t[i] t[i] = x local _ = t + 1, #t, -t end end)
for i = 1, 100000 do co(i) end
return "SAFE"
