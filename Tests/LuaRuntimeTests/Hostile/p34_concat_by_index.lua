-- concat of a table that is all __index [limit-time limit-memory]
local t = setmetatable({}, { __index = function(_, i) return "x" end, __len = function() return 1e7 end })
while true do table.concat(t, "", 1, 1e6) end
