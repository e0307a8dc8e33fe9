-- TRIES: the time limit falls inside an __index function called by table.sort's comparison. SAFE: time limit. [limit-time]
local row = setmetatable({}, { __index = function(_, k) local n = 0 for i = 1, 1e4 do n = n + i end return n end })
local list = {}
for i = 1, 1000 do list[i] = row end
while true do pcall(table.sort, list, function(a, b) return a.weight < b.weight end) end
