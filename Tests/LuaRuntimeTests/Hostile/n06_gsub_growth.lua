-- TRIES: gsub whose result is ten thousand times its subject, over and over. SAFE: memory limit [limit-memory limit-time]
local s, r = ("x"):rep(10000), ("y"):rep(10000)
while true do s = s:gsub("x", r) end
