-- TRIES: a gmatch iterator called with other arguments, from coroutines, after its end, and by itself. SAFE: plain results [result]
local walk = ("a b c"):gmatch("%a")
local out = {}
out[1] = coroutine.wrap(function() return walk(1, 2, 3) end)()
out[2] = walk(nil, {}) out[3] = select(2, pcall(walk, walk)) out[4] = walk() == nil out[5] = walk() == nil
local w w = ("xyz"):gmatch("()", math.maxinteger) out[6] = w() == nil
w = ("xyz"):gmatch("", math.mininteger) local n = 0 while w() do n = n + 1 if n > 10 then return "ESCAPED: endless" end end
return "SAFE " .. tostring(out[3])
