-- TRIES: the same through locals, whose own names end it. SAFE: nothing is refused [result]
local t t = setmetatable({}, { __index = function() return t end })
local f = assert(load("local a, b = ... " .. ("a, b = b, a a = a.x b = b.y "):rep(5000) .. " return a"))
if f(t, t) ~= t then return "ESCAPED" end
return "SAFE"
