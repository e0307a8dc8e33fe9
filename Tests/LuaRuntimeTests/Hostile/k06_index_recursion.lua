-- TRIES: __index and __newindex functions that call themselves through C. SAFE: C stack overflow, an error. [result]
local proxy
proxy = setmetatable({}, { __index = function(_, k) return proxy[k .. "x"] end,
  __newindex = function(_, k, v) proxy[k] = v end })
local a, b = pcall(function() return proxy.x end), pcall(function() proxy.y = 1 end)
return (a or b) and "ESCAPED" or "SAFE"
