-- TRIES: next, again and again, over a table of a million cleared slots. SAFE: time limit [limit-time limit-memory]
local t = {} for i = 1, 400000 do t["k" .. i] = true end
for i = 1, 400000 do t["k" .. i] = nil end
while true do next(t) for _ in pairs(t) do end end
