-- TRIES: table.concat over __index and __len that never end, yield and change the table. SAFE: errors and limits [limit-time error]
local t t = setmetatable({}, { __len = function() return 9999999 end, __index = function(_, i) rawset(t, i, nil) return ("x"):rep(i % 7) end })
pcall(coroutine.wrap(function() table.concat(setmetatable({}, { __len = function() return 2 end, __index = coroutine.yield })) end))
while true do table.concat(t) end
