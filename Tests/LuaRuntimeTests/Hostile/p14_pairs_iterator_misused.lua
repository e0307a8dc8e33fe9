-- the iterator of pairs called with anything [result]
local t = { a = 1, b = 2, c = 3 }
local f = pairs(t)
local ok1, e1 = pcall(f, nil) local ok2, e2 = pcall(f, "x") local ok3 = pcall(f, null)
local co = coroutine.wrap(f) pcall(co, t)
assert(f(setmetatable({}, { __index = error })) == nil or true)
return "SAFE " .. tostring(ok1) .. tostring(ok2)
