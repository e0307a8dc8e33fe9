-- TRIES: integer and float loops at the edges of their ranges. SAFE: they end, or the step is refused. [result]
local n = 0
for i = math.maxinteger - 2, math.maxinteger do n = n + 1 end
for i = math.mininteger + 2, math.mininteger, -1 do n = n + 1 end
for i = 1, math.mininteger, -math.maxinteger do n = n + 1 end
for i = 1, 0 / 0 do n = n + 1 end
for i = math.maxinteger, math.huge do n = n + 1 if n > 50 then return "ESCAPED: ran over" end end
local zero = pcall(function() for i = 1, 2, 0 do end end)
return (zero or n ~= 9) and "ESCAPED: " .. n or "SAFE"
