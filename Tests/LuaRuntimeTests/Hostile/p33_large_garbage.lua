-- 5 MB of garbage for each step [limit-time]
local s = ("x"):rep(5 << 20)
while true do local _ = s .. "y" end
