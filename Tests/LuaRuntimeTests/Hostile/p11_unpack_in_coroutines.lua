-- 900,000 values on the stack of each coroutine [limit-memory]
local cos = {}
for i = 1, 1e9 do cos[i] = coroutine.wrap(function(...) coroutine.yield(...) end) pcall(cos[i], table.unpack({}, 1, 900000)) end
