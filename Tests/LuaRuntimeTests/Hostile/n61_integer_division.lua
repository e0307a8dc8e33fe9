-- TRIES: division, modulo and shifts at the ends of the integers. SAFE: no trap of the processor [result]
local a, n = math.mininteger, 0
for _, f in ipairs { function() return a // -1 end, function() return a % -1 end, function() return a // 0 end, function() return a % 0 end, function() return 1 << 64, 1 >> -64, 1 << a, a >> math.maxinteger end, function() return math.abs(a), math.ult(a, 1), math.tointeger(2^63) end, function() return a // 0.0, a % math.huge end, function() return math.fmod(a, -1), math.fmod(a, 0) end } do
  if not pcall(f) then n = n + 1 end end
return n == 3 and "SAFE" or "ESCAPED: " .. n
