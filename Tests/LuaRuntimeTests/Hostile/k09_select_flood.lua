-- TRIES: hundreds of thousands of values through select and varargs, again and again. SAFE: time limit, or an error for too many. [limit-time limit-memory error]
local many = {}
for i = 1, 200000 do many[i] = i end
local function count(...) local n = 0 for i = 1, 50 do n = n + select("#", select(i, ...)) end return n end
while true do count(table.unpack(many)) end
