-- TRIES: resume and wrap of running, normal, dead and own coroutines, with thousands of values. SAFE: errors [result limit-time]
local co co = coroutine.create(function() return coroutine.resume(co), pcall(coroutine.close, co), coroutine.status(co) end)
local a, b, c, d = coroutine.resume(co)
if b == true or c == true then return "ESCAPED: ran itself" end
local w w = coroutine.wrap(function() return pcall(w) end)
if w() then return "ESCAPED: wrapped itself" end
local many = {} for i = 1, 200000 do many[i] = i end
local back = select("#", coroutine.resume(coroutine.create(function(...) return ... end), table.unpack(many)))
local main = coroutine.running()
local m = coroutine.wrap(function() return coroutine.status(main), pcall(coroutine.close, main), coroutine.resume(main) end)
local s, ok = m()
return (s == "normal" and not ok and back == 200001) and "SAFE" or "ESCAPED: " .. tostring(s)
