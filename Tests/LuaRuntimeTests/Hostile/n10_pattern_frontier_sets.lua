-- TRIES: sets and frontiers of half a megabyte against long subjects. SAFE: time limit [limit-time error]
local set = "[" .. ("%a%d%s%p"):rep(1 << 17) .. "]"
local s = ("\1"):rep(1 << 20)
while true do s:find("%f" .. set .. set .. "-" .. "x") end
