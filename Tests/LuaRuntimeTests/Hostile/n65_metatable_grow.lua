-- TRIES: a metatable of hundreds of thousands of fields for each of thousands of objects. SAFE: a limit [limit-time limit-memory]
local m = {} for i = 1, 200000 do m["x" .. i] = i end
while true do local c = {} for k, v in pairs(m) do c[k] = v end setmetatable({}, c) end
