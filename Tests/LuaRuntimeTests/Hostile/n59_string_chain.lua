-- TRIES: substrings and comparisons of megabytes, in quadratic loops. SAFE: time limit [limit-time limit-memory]
local s = ("abc"):rep(1 << 20)
while true do for i = 1, #s do local a = s:sub(i) if a == s then s = s .. "x" end end end
