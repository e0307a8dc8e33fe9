-- TRIES: walk 200,000 sparse integer keys by pairs, sorted each time. SAFE: time limit, soon after it. [limit-time]
local t = {}
for i = 1, 100000 do t[i * 7919] = i end
local n = 0
while true do for k in pairs(t) do n = n + 1 break end end
