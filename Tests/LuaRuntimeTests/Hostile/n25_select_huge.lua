-- TRIES: select with hundreds of thousands of arguments, nested. SAFE: a limit or an error [limit-time limit-memory error]
local t = {} for i = 1, 240000 do t[i] = i end
local function f(...) return select("#", select(2, ...)), f(select(2, ...)) end
while true do f(table.unpack(t)) end
