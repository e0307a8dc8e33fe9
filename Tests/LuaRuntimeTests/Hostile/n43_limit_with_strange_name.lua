-- TRIES: a limit hit in a chunk and a function whose names are no text. SAFE: the limit is named all the same [limit-time]
local t = {} t["\xff\xfe"] = function() while true do end end
load("local t = ... t['\\xff\\xfe']() return 1", ("\xff"):rep(1 << 20))(t)
