-- TRIES: add, clear and grow a table during pairs and next; next with keys that are not there. SAFE: an end [result]
local t = {} for i = 1, 1000 do t["k" .. i] = i end
local n = 0 for k in pairs(t) do t[k] = nil t[k .. "x"] = 1 n = n + 1 if n > 5000 then return "ESCAPED: endless pairs" end end
local k, m = next({}, "nothing"), 0
t = { a = 1 } local key = "a"
while key and m < 5000 do key = next(t, key) if key then t[key .. "b"] = 1 end m = m + 1 end
pcall(next, t, {}) pcall(next, t, 0 / 0) pcall(next, {}, math.huge)
return m < 5000 and "SAFE" or "ESCAPED: endless next"
