-- 15 MB of digits read as a number [limit-time limit-memory]
local s = ("0"):rep(15 << 20) .. "x"
while true do tonumber(s) tonumber(s, 2) end
