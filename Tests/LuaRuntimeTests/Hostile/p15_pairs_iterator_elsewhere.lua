-- the iterator of pairs goes on in other tables, for ever [limit-time]
local t = {} for i = 1, 1000 do t[i] = i t["k" .. i] = i end
local f, s, c = pairs(t)
while true do for i = 1, 100 do f(s, c) f({}, 1) f(t) pcall(f, 1) pcall(f) end end
