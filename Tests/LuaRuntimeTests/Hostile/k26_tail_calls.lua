-- TRIES: tail calls without end, between functions and through pcall. SAFE: time limit. [limit-time]
local a, b
function a() return b() end
function b() return a() end
while true do pcall(a) end
