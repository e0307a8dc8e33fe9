-- TRIES: 720 KB of elseif: seconds inside the compiler. SAFE: time limit, looked at while compiling. [limit-time]
local f = load("local a if a then a=1 " .. ("elseif a then a=1 "):rep(45000) .. "end")
while true do load("local a if a then a=1 " .. ("elseif a then a=1 "):rep(45000) .. "end") end
