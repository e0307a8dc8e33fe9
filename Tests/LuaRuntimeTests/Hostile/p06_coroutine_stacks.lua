-- deep stacks in many coroutines, which each collection walks [limit-memory limit-time]
local cos = {}
local function deep(n) if n == 0 then coroutine.yield() end return 1 + deep(n - 1) end
for i = 1, 1e9 do cos[i] = coroutine.wrap(deep) cos[i](2000) end
