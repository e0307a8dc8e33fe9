-- TRIES: insert and remove on tables whose __len changes each time. SAFE: errors or an end [result limit-time]
local n = 0
local t = setmetatable({}, { __len = function() n = n + 1 return n % 2 == 0 and 1000000 or 3 end })
for _ = 1, 4 do pcall(table.insert, t, 1, "x") pcall(table.remove, t, 1) pcall(table.remove, t, -1) pcall(table.insert, t, "x", 1) end
return "SAFE"
