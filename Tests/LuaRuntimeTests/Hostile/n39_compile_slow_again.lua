-- TRIES: sources that compile slowly, again and again inside pcall. SAFE: time limit [limit-time]
local parts = {} for i = 1, 20000 do parts[i] = "if a then b = " .. i .. " elseif c then d = " .. i .. " end goto l" .. i .. " ::l" .. i .. "::" end
local s = table.concat(parts, "\n"):sub(1, 1000000)
while true do pcall(load, s) pcall(load, "return {" .. ("1.5,"):rep(200000) .. "}") end
