-- TRIES: a chain of a hundred thousand __index tables. SAFE: error of Lua [error result limit-time]
local t = {}
for i = 1, 100000 do t = setmetatable({}, { __index = t }) end
local ok, m = pcall(function() return t.x end)
return ok and "SAFE: nil" or "SAFE: " .. tostring(m):sub(1, 40)
