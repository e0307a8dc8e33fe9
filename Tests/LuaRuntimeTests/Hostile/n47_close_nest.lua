-- TRIES: coroutine.close of coroutines that hold suspended coroutines, thousands deep. SAFE: results [result limit-time limit-memory]
local inner = coroutine.create(function() coroutine.yield() end) coroutine.resume(inner)
for _ = 1, 20000 do local keep = inner inner = coroutine.create(function() coroutine.yield(keep) end) coroutine.resume(inner) end
return "SAFE " .. tostring(coroutine.close(inner)) .. tostring(coroutine.close(inner))
