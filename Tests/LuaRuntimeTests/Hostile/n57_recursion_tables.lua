-- TRIES: deep structures: a list of a million links, compared, printed and returned. SAFE: an error [error limit-memory limit-time]
local l = {} for _ = 1, 100000 do l = { l } end
return l
