-- TRIES: keys that make the array part grow and shrink with each step. SAFE: a limit [limit-time limit-memory]
local t = {}
while true do for i = 1, 1 << 17 do t[i] = i end for i = 1 << 17, 1, -1 do t[i] = nil end for i = 1, 64 do t[1 << i] = i end t = { n = t.n } end
