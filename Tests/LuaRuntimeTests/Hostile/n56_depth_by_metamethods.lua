-- TRIES: recursion through __index, __call, pcall, sort and coroutines mixed. SAFE: an error or a limit [result error limit-depth limit-memory]
local f
local o = setmetatable({}, { __index = function(_, k) return f(k + 1) end, __call = function(_, k) return f(k + 1) end })
f = function(d) local m = d % 5
  if m == 0 then return o[d] elseif m == 1 then return (o(d)) elseif m == 2 then return select(2, pcall(f, d + 1)) elseif m == 3 then return coroutine.wrap(f)(d + 1) else table.sort({ 1, 2 }, function() return f(d + 1) end) end end
local ok, m = pcall(f, 0)
return "SAFE " .. tostring(ok)
