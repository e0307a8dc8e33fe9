-- TRIES: numeric loops at the ends of the integers and with strange steps. SAFE: an end or errors [result]
local c, x, i = 0, math.maxinteger, math.mininteger
for _ = x - 2, x do c = c + 1 end for _ = i + 2, i, -1 do c = c + 1 end for _ = 1, 0 / 0 do c = c + 100 end for _ = x, x + 1.0 do c = c + 1 if c > 20 then break end end
local bad = 0
for _, f in ipairs { function() for _ = 1, 10, 0 do end end, function() for _ = "a", 2 do end end, function() for _ = 1, {} do end end } do if not pcall(f) then bad = bad + 1 end end
for _ = 1, 3, math.huge do c = c + 1 end for _ = 1.0, 3.0, 1e308 do c = c + 1 end for _ = 1, 2, x do c = c + 1 end
return (bad == 3 and c < 30) and "SAFE" or "ESCAPED: " .. c
