-- TRIES: coroutines as iterators of iterators, a hundred deep, without end. SAFE: an error or a limit [error limit-time limit-coroutines limit-memory]
local function gen(d) return coroutine.wrap(function() for v in gen(d + 1) do coroutine.yield(v) end end) end
for _ in gen(1) do end
return "ESCAPED: ended"
