-- TRIES: metatables that are their own, each other's, and their objects'. SAFE: plain errors, no loop. [result]
local a, b = {}, {}
setmetatable(a, a) setmetatable(b, a) setmetatable(a, b)
a.__index = b b.__index = a
setmetatable(a, a) setmetatable(b, b)
local ok = pcall(function() return a.absent end)
for i = 1, 1000 do setmetatable(a, i % 2 == 0 and a or b) setmetatable(b, getmetatable(a)) end
return "SAFE: " .. tostring(ok)
