-- TRIES: math.random with ranges that overflow. SAFE: numbers or errors [result]
local n = 0
for _, r in ipairs { { math.mininteger, math.maxinteger }, { 1, 0 }, { math.maxinteger, math.mininteger }, { 0 } } do if not pcall(math.random, table.unpack(r)) then n = n + 1 end end
pcall(math.randomseed, 0 / 0) pcall(math.randomseed, {}) math.randomseed(1, 2)
return n == 2 and "SAFE" or "ESCAPED: " .. n
