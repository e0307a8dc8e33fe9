-- TRIES: __eq, __lt and __le that compare themselves. SAFE: C stack overflow, an error. [result]
local mt = {}
mt.__eq = function(a, b) return a == b end
mt.__lt = function(a, b) return a < b end
mt.__le = function(a, b) return a <= b end
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local x, y, z = pcall(function() return a == b end), pcall(function() return a < b end), pcall(function() return a <= b end)
return (x or y or z) and "ESCAPED" or "SAFE"
