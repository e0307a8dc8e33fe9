-- TRIES: walk sparse keys by next, which looks at all keys for each. SAFE: time limit, soon after it. [limit-time]
local t = {}
for i = 1, 100000 do t[i * 7919] = i end
local k
while true do k = next(t, k) end
