-- TRIES: the worst cases of a search for a plain text. SAFE: time limit [limit-time]
local hay, needle = ("ab"):rep(1 << 20), ("ab"):rep(1 << 18) .. "b"
while true do hay:find(needle, 1, true); ("a"):rep(1 << 20):find(("a"):rep(1 << 19) .. "b", 1, true) end
