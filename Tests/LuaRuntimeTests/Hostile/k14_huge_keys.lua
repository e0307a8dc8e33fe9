-- TRIES: strings of a megabyte as keys, hashed and kept. SAFE: memory limit. [limit-memory limit-time]
local t = {}
for i = 1, 1e6 do t[("k"):rep(1 << 20) .. i] = i end
return "ESCAPED: kept"
