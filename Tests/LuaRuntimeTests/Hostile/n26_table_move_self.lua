-- TRIES: table.move over itself, over metamethods, and past the integers. SAFE: errors and an end [result]
local i, n = math.maxinteger, 0
for _, a in ipairs { { {}, 1, i, 2 }, { {}, math.mininteger, i, 1 }, { {}, i, i, i }, { {}, -5, 5, i - 3 }, { {}, 1, 3, math.mininteger } } do if not pcall(table.move, table.unpack(a)) then n = n + 1 end end
local t t = setmetatable({}, { __index = function(_, k) return k end, __newindex = function() end })
table.move(t, 1, 100000, 2)
return "SAFE: " .. n
