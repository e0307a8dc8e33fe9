-- TRIES: 50,000 metatables, each used once. SAFE: no leak: memory stays, or the time is up. [result limit-time]
local before = collectgarbage("count")
for i = 1, 50000 do setmetatable({}, { __index = { i } }) end
return collectgarbage("count") > 28 * 1024 and "ESCAPED: leaks" or "SAFE"
