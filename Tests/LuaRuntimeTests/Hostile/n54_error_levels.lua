-- TRIES: errors with levels at the ends of the integers. SAFE: errors [result]
local n = 0
for _, l in ipairs { math.maxinteger, math.mininteger, -1, 0, 1 << 31, 1 << 32 } do if not pcall(error, "x", l) then n = n + 1 end end
return n == 6 and "SAFE" or "ESCAPED"
