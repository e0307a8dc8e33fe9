-- TRIES: load a chunk whose environment is a table that answers every name by a loop. SAFE: time limit. [limit-time]
local trap = setmetatable({}, { __index = function(t, k) return t[k] end, __newindex = error })
local chunk = load("while true do local ok = pcall(function() return anything end) end", "c", "t", trap)
chunk = load("while true do end", "c", "t", trap)
while true do pcall(chunk) end
