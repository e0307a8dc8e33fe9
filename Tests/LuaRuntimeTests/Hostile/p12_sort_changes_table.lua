-- comparators that grow and empty the table [result]
local t = {} for i = 1, 1000 do t[i] = i end
pcall(table.sort, t, function(a, b) t[#t + 1] = 1 t[math.random(#t)] = nil return math.random() < 0.5 end)
pcall(table.sort, t, function(a, b) for i = 1, #t do t[i] = nil end return a and b and a < b end)
return "SAFE"
