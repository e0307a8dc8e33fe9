-- TRIES: strings coerced in arithmetic call metamethods that never return. SAFE: time limit. [limit-time]
local evil = setmetatable({}, { __add = function(a, b) while true do end end })
while true do pcall(function() return "10" + evil end) end
