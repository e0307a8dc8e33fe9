-- TRIES: unpack and select with ranges at the ends of the integers. SAFE: errors [result]
local n, i, a = 0, math.maxinteger, math.mininteger
for _, f in ipairs { function() return table.unpack({}, a, i) end, function() return table.unpack({}, i - 1, i, 1) end, function() return table.unpack({}, 1, 1e7) end,
  function() return select(a, 1) end, function() return select(0) end, function() return table.unpack({}, 0, i) end, function() return ("x"):byte(1, i) end, function() return ("x"):rep(1 << 21):byte(1, -1) end } do
  if not pcall(f) then n = n + 1 end
end
return n >= 5 and "SAFE: " .. n or "ESCAPED: " .. n
