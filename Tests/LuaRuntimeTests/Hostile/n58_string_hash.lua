-- TRIES: a million long strings that differ at the end only, as keys. SAFE: a limit [limit-memory limit-time]
local t, p = {}, ("k"):rep(10000)
for i = 1, 1e7 do t[p .. i] = true t[p .. i] = nil end
