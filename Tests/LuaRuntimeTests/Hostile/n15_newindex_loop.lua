-- TRIES: __newindex and __index that lead back to themselves. SAFE: error of Lua [result]
local a, b = {}, {}
setmetatable(a, { __index = b, __newindex = b }) setmetatable(b, { __index = a, __newindex = a })
local r = pcall(function() return a.x end) local w = pcall(function() a.x = 1 end)
return (r or w) and "ESCAPED" or "SAFE"
