-- a comparator that gives the table other metamethods [result error]
local t = {} for i = 1, 1000 do t[i] = i % 7 end
pcall(table.sort, t, function(a, b) setmetatable(t, { __len = function() return 1e7 end, __index = function(_, i) return i end, __newindex = function() end }) return a < b end)
return "SAFE"
