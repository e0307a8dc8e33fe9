-- arithmetic on 15 MB of digits [limit-time limit-memory]
local s = "0." .. ("0"):rep(15 << 20) .. "1e10"
while true do local _ = s * 1 end
