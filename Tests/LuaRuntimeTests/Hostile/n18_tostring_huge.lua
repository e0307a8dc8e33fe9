-- TRIES: __tostring and __name that give megabytes, again and again. SAFE: a limit [limit-memory limit-time]
local o = setmetatable({}, { __name = ("N"):rep(1 << 20), __tostring = function() return ("x"):rep(4 << 20) end })
local t = {}
while true do t[#t + 1] = tostring(o) .. #t pcall(function() return o + 1 end) end
