-- TRIES: millions of coroutines that are dropped while suspended in a pcall. SAFE: a limit [limit-coroutines limit-time limit-memory]
while true do local co = coroutine.wrap(function() pcall(function() local t = {} coroutine.yield(t) end) end) co() end
