-- TRIES: thousands of references to one table of cleared slots, handed to the host. SAFE: time limit or an error [limit-time error limit-memory result]
local t = {} for i = 1, 400000 do t[i + .5] = true end
for i = 1, 400000 do t[i + .5] = nil end
local list = {} for i = 1, 1000000 do list[i] = t end
return list
