-- TRIES: look up absent keys behind a chain of 60,000 colliding ones, each in one instruction. SAFE: time limit. [limit-time limit-memory]
local t = {}
for i = 1, 60000 do t[i * ((1 << 16) - 1)] = true end
local n = 0
while true do if t[-n * ((1 << 16) - 1)] then n = n + 1 end n = n + 1 end
